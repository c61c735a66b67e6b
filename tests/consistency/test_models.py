"""Every stored thing says who may see it, or why everyone may."""

from django.apps import apps

# Public by exemption (design: territories, themes and frameworks), or never shown as such.
EXEMPT = {
    "territories": "public by exemption",
    "themes": "public by exemption",
    "accounts": "reached only as oneself",
}


def own_models():
    return [model for model in apps.get_models() if model.__module__.startswith("maillage.")]


def test_every_model_shown_has_visible_to():
    missing = [
        model._meta.label
        for model in own_models()
        if model._meta.app_label not in EXEMPT
        and "pghistory" not in str(model.__mro__)
        and not hasattr(model._default_manager, "visible_to")
    ]
    assert missing == []


def test_no_model_orders_itself():
    assert [model._meta.label for model in own_models() if model._meta.ordering] == []


def test_foreign_keys_point_downwards():
    level = {
        "core": 0,
        "jobs": 1,
        "search": 2,
        "documents": 2,
        "tabular": 2,
        "territories": 3,
        "themes": 3,
        "accounts": 3,
        "organisations": 4,
        "alliances": 5,
        "portal": 8,
    }
    upwards = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model
        and field.related_model.__module__.startswith("maillage.")
        and field.related_model._meta.label != "accounts.User"
        and level[field.related_model._meta.app_label] > level[model._meta.app_label]
    ]
    assert upwards == []
