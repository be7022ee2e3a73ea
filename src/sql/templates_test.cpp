#include "sql/templates.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace assay::sql;

namespace {
std::string rendered(std::string_view text) {
    return render_templates(text).text;
}
}  // namespace

TEST_CASE("templates: schemas, names and values") {
    CHECK(rendered("create table ${schema}.t (a int)") == "create table public   .t (a int)");
    CHECK(rendered("create table {{ schema }}.t (a int)") == "create table public      .t (a int)");
    CHECK(rendered("ALTER TABLE @cdm.person ADD x int") == "ALTER TABLE public.person ADD x int");
    CHECK(rendered("create schema if not exists {{s}}") == "create schema if not exists s    ");
    CHECK(rendered("create schema {{s}}") == "create schema public");
    CHECK(rendered("select 1 from :schema.t where id = :id") == "select 1 from public .t where id = NULL");
    CHECK(rendered("insert into t values (%(name)s, %(age)s)") == "insert into t values (NULL    , NULL   )");
    CHECK(rendered("create table ${prefix}_users ()") == "create table prefix_users ()");
    CHECK(rendered("create table \"{{ index .Options \"Namespace\" }}\".users ()") ==
          "create table \"public\".users ()");
    CHECK(rendered("execute 'drop table {{ schema }}.t'") == "execute 'drop table public.t'");
}

TEST_CASE("templates: blocks become blanks, lines stay") {
    const std::string text =
        "{% if x %}\nselect 1;\n{% else %}\nselect 2;\n{% endif %}{{- end }}{# a\nb #}\n";
    const Replaced made = render_templates(text);
    CHECK(made.text == "          \nselect 1;\n          \nselect 2;\n                     " +
                           std::string(4, ' ') + "\n    \n");
    CHECK(made.text.size() == text.size());
    CHECK(made.replacements.size() == 5);
}

TEST_CASE("templates: what is plain SQL stays") {
    for (const char* text : {"select '{{1,2},{3,4}}'::int[][], a::text, x[i:j], @ -5, a @> b, 10 % (3)",
                             "select '{{a}}', ':name', '@a.b'", "do $$ begin x := 1; perform @f.x; end $$",
                             "select 1 -- ${a} {{ b }}\n", "/* :x */ select a::int",
                             "copy t from stdin;\n:x\t{{ y }}\t${z}\n\\.\n", "\\set v 1\nselect :v",
                             "select E'it\\'s', 5 ; select 'a:b'"})
        CHECK(rendered(text) == text);
}

TEST_CASE("templates: places lead back") {
    const std::string text = "select * from {{ a }}_longer_name, ${b}.t where x";
    const Replaced made = render_templates(text);
    CHECK(made.text.find("a_longer_name") == 14);
    CHECK(text[made.original_offset(made.text.rfind('x'))] == 'x');
    CHECK(made.original_offset(14) == 14);
}
