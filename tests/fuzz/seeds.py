"""Seeds of the fuzz targets, cut from pages and examples. Usage: seeds.py ROOT FOLDER

A target begins from files that hold what its reader reads: FOLDER/<target>/<number>. The rest it finds itself.
"""

import pathlib
import re
import sys

STRING = r"(?:[^;'$]|'[^']*'|\$(\w*)\$.*?\$\1\$)"


def seeds(root):
    pages = [path.read_text() for path in sorted(root.glob("src/domain/*/rules/*.md"))]
    queries = [path.read_text() for path in sorted(root.glob("src/domain/*/rules/*.sql"))]
    scripts = [path.read_text() for path in sorted(root.glob("examples/**/*.sql"))]
    scripts += [case for page in pages for case in re.findall(r"```sql [^\n]*\n(.*?)```", page, re.S)]
    text = "\n".join(scripts)
    conditions = re.findall(r"(?:check|using|where) \(?([^;\n]{4,200}?)\)?;", text)
    bodies = [body for _, body in re.findall(r"\$(\w*)\$(.*?)\$\1\$", text, re.S)]
    return {
        "script_fuzz": scripts,
        "statement_fuzz": [found.group() for found in re.finditer(rf"{STRING}+;", text, re.S)],
        "select_text_fuzz": [found.group() for found in re.finditer(r"(?i)(?:select|with)\b[^;]+;", text)],
        "expression_fuzz": [f"{first}\n{second}" for first, second in zip(conditions, conditions[1:])],
        "load_fuzz": bodies + conditions,
        "sql_layout_fuzz": bodies + scripts,
        "plan_fuzz": [case for page in pages for case in re.findall(r"```plan [^\n]*\n(.*?)```", page, re.S)],
        "shape_fuzz": scripts,
        "parameters_fuzz": ["$1 = '5', $2 = NULL\nselect $1, $2", "$2 = 'it''s', $1 = ''\nselect * from t where a = $1 and b like $2"],
        "column_roles_fuzz": [case for page in pages for case in re.findall(r"```workload\n(.*?)```", page, re.S)],
        "log_fuzz": [f"\n2025-01-01 12:00:00.000 UTC [7] LOG:  duration: 5.1 ms  statement: {script}" for script in scripts],
        "page_fuzz": pages,
        "topic_fuzz": [path.read_text() for path in sorted(root.glob("guide/*/*.md"))],
        "catalogue_fuzz": queries,
        "definitions_fuzz": [path.read_text() for path in root.glob("src/**/map/tables*.sql")],
        "settings_fuzz": ['[check]\nsources = ["db"]\nfail-on = "note"\n[rules]\n"a/b" = "off"\n[[ignore]]\nrule = "a/b"\n'
                          'object = "t*"\nreason = "no"\n', "# a comment\na/b@0123456789  t(a)\n"],
        "migration_fuzz": [case for page in sorted(root.glob("src/domain/migration/rules/*.md")) for case in re.findall(r"```sql [^\n]*\n(.*?)```", page.read_text(), re.S)],
        "dump_fuzz": re.findall(r'R"\((.*?)\)"', (root / "src/domain/migration/engines/mysql/convert_test.cpp").read_text(), re.S),
        "message_fuzz": ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"_meta":{"a/b":"2026-07-28"},"name":"check","arguments":{"sources":["db"]}}}',
                         '{"jsonrpc":"2.0","id":"x","result":{"action":"accept","content":{"n":-1.5e3,"t":"\\u00e9\\n"}}}', '{"jsonrpc":"2.0","method":"notifications/cancelled"}'],
        "node_tree_fuzz": ["({QUERY :commandType 1 :utilityStmt <> :resultRelation 0 :hasModifyingCTE false :hasForUpdate false :rtable ({RTE :relid 1259 :selectedCols (b 8)}) "
                           ":targetList ({TARGETENTRY :expr {FUNCEXPR :funcid 2077 :args ({CONST :consttype 25 :constvalue 5 [ 20 0 0 0 97 ]})} :resname a\\ b}) :rowMarks <>})"],
        "rails_fuzz": [text for text in re.findall(r'"(class (?:[^"\\]|\\.)*)"', (root / "src/sql/migrations/rails_test.cpp").read_text())]
        + ["class A < ActiveRecord::Migration[7.1]\n  def change\n    create_table :orders do |t|\n      t.references :customer, foreign_key: true\n    end\n    execute <<~SQL\n      select 1\n    SQL\n  end\nend\n"],
        "changelog_fuzz": ['<databaseChangeLog><changeSet id="1" author="a"><addColumn tableName="t"><column name="c" type="clob"/></addColumn></changeSet></databaseChangeLog>',
                           "databaseChangeLog:\n- changeSet:\n    id: 1\n    author: a\n    changes:\n    - sql: {sql: select 1}\n",
                           "--liquibase formatted sql\n--changeset a:1 endDelimiter:/\nselect 1\n/\n--rollback select 2;\n"],
        "revisions_fuzz": ['revision = "a"\ndown_revision = None\ndef downgrade():\n    pass\nrevision = "b"\ndown_revision = ("a", "c")\n',
                           'class Migration(migrations.Migration):\n    dependencies = [("shop", "0001_base")]\n    operations = [migrations.RunPython(fill)]\n'],
        "migration_folder_fuzz": ["-- migrate:up\na;\n-- migrate:down\nb;\n", "-- +goose Up\na;\n-- +goose Down\nb;\n"],
    }


if __name__ == "__main__":
    for target, texts in seeds(pathlib.Path(sys.argv[1])).items():
        folder = pathlib.Path(sys.argv[2]) / target
        folder.mkdir(parents=True, exist_ok=True)
        for number, text in enumerate(texts):
            (folder / str(number)).write_text(text)
