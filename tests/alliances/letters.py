"""The letters that ask a party: those that wait leave, and their links are read."""

import re

from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.alliances import tasks
from maillage.alliances.domain.asking import ask
from maillage.alliances.models import Participation, Request
from maillage.core import clock

SITE = "http://testserver/"
TOWN = "marie@mairie.example"


def ask_of(world, participation: Participation, email: str = TOWN) -> Request:
    return ask(
        actor=world.users["member"],
        target=participation,
        organisation=participation.organisation,
        email=email,
        origin=SITE,
        now=clock.now(),
    )


def deliver(mailoutbox) -> list[str]:
    """Do the jobs that wait; return the paths of the links of the last letter: the answer, then the withdrawal."""
    waiting = ProcrastinateJob.objects.filter(task_name="alliances.send_request").order_by("id")
    for arguments in waiting.values_list("args", flat=True):
        tasks.send(**arguments)
    return re.findall(r"http://testserver(/reponses/\S+)", mailoutbox[-1].body)


def partner(world, *, organisation=None, closed: bool = False) -> Participation:
    """Return how the neighbour's organisation takes part in the open alliance, or another one in the closed one."""
    alliance = world.partners_alliance if closed else world.alliance
    wanted = organisation or (world.members_only if closed else world.elsewhere)
    return Participation.objects.get(alliance=alliance, organisation=wanted)
