"""More vectors put into the folder are found; a file that nobody would read is named."""

import json

from tests.published import cases, known_names


def put(folder, **files):
    for name, value in files.items():
        path = folder / (name.replace("__", "/") + ".json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value))


def test_any_file_of_the_form_is_read(tmp_path):
    first, second, third = {"name": "a", "size1": 1}, {"name": "b", "size1": 2}, {"size1": 3}
    put(tmp_path, merkle_consistency_proofs=[first], more_consistency_2026=[second, third])
    put(tmp_path, testdata__consistency__0__happy=first, other_Inclusion=[{"name": "a"}])

    assert cases("consistency", tmp_path) == [
        ("merkle_consistency_proofs.json:a", first),
        ("more_consistency_2026.json:b", second),
        ("more_consistency_2026.json:1", third),
        ("testdata/consistency/0/happy.json:a", first),
    ]
    assert cases("inclusion", tmp_path) == [("other_Inclusion.json:a", {"name": "a"})]


def test_what_nobody_reads_is_named(tmp_path):
    put(tmp_path, inclusion=[], rfc8785_canonical_more=[], checkpoints=[])

    assert known_names(tmp_path) == {
        "inclusion": True,
        "consistency": False,
        "canonical": True,
        "others": ["checkpoints.json"],
    }
