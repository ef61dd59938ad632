"""First calls with the generated client: a list, a card, a comparison, pages, an error and a 304.

Argument: the service's URL.
"""

import sys

import modeltree_client
from modeltree_client.rest import ApiException


def main(service):
    models = modeltree_client.ModelsApi(modeltree_client.ApiClient(modeltree_client.Configuration(host=service)))

    page = models.list_models(vendor=["openai"], open_weights=True, sort=["releaseDate"], limit=3)
    print(f"list: {ids(page)}")

    card = models.get_card("openai", "instructgpt")
    context = card.performance[0]
    parameters = next(fact for fact in card.facts if fact.name == "parameters")
    print(
        f"card: {card.name} reads {card.context_window.label}, scores {context.score:.1f} for {context.label}"
        f" and has {parameters.value.number:.0f} parameters"
    )

    comparison = models.compare_models(ids=["openai/gpt-4o", "openai/gpt-5"])
    row = next(row for row in comparison.rows if row.id == "contextWindow")
    values = " and ".join(f"{value.value.number:.0f}" for value in row.values)
    print(f"compare: {row.label} {values} {row.unit}, best {', '.join(row.winners)}")

    cursor = None
    for number in 1, 2, 3:
        page = models.list_models(sort=["releaseDate"], limit=2, cursor=cursor)
        print(f"page {number}: {ids(page)}")
        cursor = page.meta.next_cursor

    try:
        models.get_card("openai", "instructgtp")
    except ApiException as error:
        problem = modeltree_client.Problem.from_json(error.body)
        print(f"{error.status}: {problem.detail} Did you mean {problem.suggestions[0]}?")

    first = models.get_card_with_http_info("openai", "instructgpt")
    try:
        models.get_card("openai", "instructgpt", if_none_match=first.headers["ETag"])
        print("200: the card has changed")
    except ApiException as error:
        print(f"{error.status}: the card has not changed")


def ids(page):
    return ", ".join(model.id for model in page.data)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8080")
