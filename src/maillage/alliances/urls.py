"""Addresses of alliances and of the network."""

from django.urls import URLPattern, path

from maillage.alliances.views import (
    advice,
    answers,
    asking,
    charters,
    commitments,
    detail,
    editing,
    exporting,
    index,
    network,
    network_measuring,
    participations,
    relations,
)
from maillage.alliances.views import path as walking

app_name = "alliances"
urlpatterns: list[URLPattern] = [
    path("alliances/", index.list_all, name="list"),
    path("alliances/nouvelle/", editing.add_alliance, name="create"),
    path("alliances/<slug:slug>/", detail.show_alliance, name="detail"),
    path("alliances/<slug:slug>/historique/", detail.show_history, name="history"),
    path("alliances/<slug:slug>/chemin/", walking.show_path, name="path"),
    path("alliances/<slug:slug>/jalons/nouveau/", walking.add, name="milestone"),
    path("alliances/<slug:slug>/jalons/<uuid:public_id>/", walking.edit, name="milestone_edit"),
    path("alliances/<slug:slug>/jalons/<uuid:public_id>/image/", walking.show_image, name="milestone_image"),
    path("alliances/<slug:slug>/jalons/<uuid:public_id>/retirer/", walking.remove, name="milestone_remove"),
    path("alliances/<slug:slug>/jalons/<uuid:public_id>/remettre/", walking.restore, name="milestone_restore"),
    path("alliances/<slug:slug>/engagements/", commitments.list_commitments, name="commitments"),
    path("alliances/<slug:slug>/engagements/nouveau/", commitments.add, name="commitment_new"),
    path("alliances/<slug:slug>/engagements/<uuid:public_id>/", commitments.follow, name="commitment"),
    path("alliances/<slug:slug>/engagements/<uuid:public_id>/rouvrir/", commitments.reopen, name="commitment_reopen"),
    path("alliances/<slug:slug>/engagements/<uuid:public_id>/retirer/", commitments.remove, name="commitment_remove"),
    path(
        "alliances/<slug:slug>/engagements/<uuid:public_id>/remettre/", commitments.restore, name="commitment_restore"
    ),
    path("alliances/<slug:slug>/charte/", charters.show_charter, name="charter"),
    path("alliances/<slug:slug>/charte/nouvelle/", charters.issue, name="charter_new"),
    path("alliances/<slug:slug>/charte/<int:number>/", charters.show_charter, name="charter_version"),
    path("alliances/<slug:slug>/charte/<int:number>.pdf", charters.download_pdf, name="charter_pdf"),
    path("alliances/<slug:slug>/charte/<int:number>.docx", charters.download_docx, name="charter_docx"),
    path("alliances/<slug:slug>/charte/<int:number>/accord/", charters.agree, name="charter_agree"),
    path("alliances/<slug:slug>/charte/<int:number>/demander/", charters.ask_agreement, name="charter_ask"),
    path("alliances/<slug:slug>/modifier/", editing.show_sections, name="edit"),
    path("alliances/<slug:slug>/modifier/<slug:section>/", editing.edit_section, name="edit_section"),
    path("alliances/<slug:slug>/participations/nouvelle/", participations.join, name="join"),
    path(
        "alliances/<slug:slug>/participations/<uuid:public_id>/",
        participations.show_participation,
        name="participation",
    ),
    path(
        "alliances/<slug:slug>/participations/<uuid:public_id>/modifier/<slug:section>/",
        participations.edit_participation,
        name="participation_section",
    ),
    path(
        "alliances/<slug:slug>/participations/<uuid:public_id>/montant/",
        participations.agree_to_amount,
        name="amount",
    ),
    path("alliances/<slug:slug>/inviter/", asking.invite, name="invite"),
    path("alliances/<slug:slug>/participations/<uuid:public_id>/demander/", asking.ask_participation, name="ask"),
    path("alliances/<slug:slug>/participations/<uuid:public_id>/personnes/", asking.manage_people, name="people"),
    path("reponses/<slug:token>/", answers.answer, name="answer"),
    path("reponses/<slug:token>/retrait/", answers.withdraw, name="withdraw"),
    path("mon-espace/reponses/<slug:kind>/<uuid:public_id>/", answers.answer_own, name="answer_own"),
    path("organisations/<slug:slug>/liens/", relations.manage_relations, name="relations"),
    path("organisations/<slug:slug>/liens/<uuid:public_id>/", relations.tend_relation, name="relation"),
    path("reseau/", network.show_network, name="network"),
    path("reseau/mesure/", network_measuring.measure, name="network_measure"),
    path("reseau/mesure/<slug:digest>/", network_measuring.follow, name="network_follow"),
    path("reseau/conseils/", advice.show_advice, name="advice"),
    path("reseau/conseils/<uuid:public_id>/", advice.tend_introduction, name="introduction"),
    path("reseau/exporter/", exporting.explain_exports, name="exports"),
    path("reseau/exporter/svg", network.export_svg, name="network_svg"),
    path("reseau/exporter/<str:code>", exporting.export_network, name="network_export"),
]
