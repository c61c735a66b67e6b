from django.db import migrations

# Own name, so that PostgreSQL's real extension never clashes; the wheel's server has no extension.
CREATE = r"""
create or replace function maillage_unaccent(value text) returns text
language sql immutable strict parallel safe as $$
  select replace(replace(replace(replace(
    regexp_replace(normalize(value, NFD), '[\u0300-\u036f]', '', 'g'),
    'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE')
$$;
create or replace function maillage_fold(value text) returns text
language sql immutable strict parallel safe as $$
  select btrim(regexp_replace(lower(maillage_unaccent(value)), '[^0-9a-z]+', ' ', 'g'))
$$;
"""
DROP = """
drop function if exists maillage_fold(text);
drop function if exists maillage_unaccent(text);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(CREATE, DROP)]
