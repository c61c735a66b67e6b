"""What the interface is made of; templates reach it by `{% load components %}`, pages show it at /composants/."""
