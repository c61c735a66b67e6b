from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.organisations import moves
from maillage.territories.domain import perimeters


def test_organisations_of_a_new_perimeter_are_indexed_again(ground, people, organisation):
    ProcrastinateJob.objects.all()._raw_delete("default")
    perimeters.create_perimeter(actor=people.administrator, name="Pays minier", parts=[ground.epci])
    jobs = ProcrastinateJob.objects.filter(task_name="search.refresh", args__kind=moves.KIND)
    assert [job.args["ids"] for job in jobs] == [[organisation.pk]]
