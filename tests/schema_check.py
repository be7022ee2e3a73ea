#!/usr/bin/env python3
"""Validates JSON files against a JSON Schema: schema_check.py SCHEMA FILE…

Prints each place that does not fit, and exits 1 if there is one; 2 when it could not check.
"""
import json
import sys

try:
    import jsonschema
except ImportError:
    sys.exit("schema_check.py needs Debian's python3-jsonschema")


def complaints(schema, document):
    """Each place of the document that does not fit, as text."""
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    for error in sorted(validator(schema).iter_errors(document), key=lambda e: list(map(str, e.absolute_path))):
        where = "/".join(map(str, error.absolute_path)) or "(the whole)"
        yield f"{where}: {error.message[:300]}"


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main(arguments):
    if len(arguments) < 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        schema = load(arguments[0])
        documents = {path: load(path) for path in arguments[1:]}
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    found = [f"{path}: {text}" for path, document in documents.items() for text in complaints(schema, document)]
    print("\n".join(found) if found else f"{len(documents)} valid")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
