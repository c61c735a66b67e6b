"""Addresses of alliances and of the network."""

from django.urls import URLPattern, path

from maillage.alliances.views import answers, asking, detail, relations

app_name = "alliances"
urlpatterns: list[URLPattern] = [
    path("alliances/<slug:slug>/", detail.show_alliance, name="detail"),
    path("alliances/<slug:slug>/inviter/", asking.invite, name="invite"),
    path("alliances/<slug:slug>/participations/<uuid:public_id>/demander/", asking.ask_participation, name="ask"),
    path("alliances/<slug:slug>/participations/<uuid:public_id>/personnes/", asking.manage_people, name="people"),
    path("reponses/<slug:token>/", answers.answer, name="answer"),
    path("reponses/<slug:token>/retrait/", answers.withdraw, name="withdraw"),
    path("mon-espace/reponses/<slug:kind>/<uuid:public_id>/", answers.answer_own, name="answer_own"),
    path("organisations/<slug:slug>/liens/", relations.manage_relations, name="relations"),
    path("organisations/<slug:slug>/liens/<uuid:public_id>/", relations.tend_relation, name="relation"),
]
