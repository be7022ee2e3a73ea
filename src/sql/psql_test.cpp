#include "sql/psql.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace assay::sql;

namespace {

Meta run(PsqlState& state, std::string_view text) {
    Piece piece;
    piece.kind = PieceKind::meta;
    piece.text = text;
    return interpret(piece, state);
}

std::string put_in(const PsqlState& state, std::string_view text) {
    std::vector<std::string> unknown;
    return interpolate(text, state, unknown).text;
}

}  // namespace

TEST_CASE("psql: variables are set, joined and put in outside quotes") {
    PsqlState state;
    run(state, "\\set schema app");
    run(state, "\\set greeting 'it''s' ' ' :schema");
    CHECK(state.variables["greeting"] == "it's app");
    CHECK(put_in(state, "select :'greeting', :schema.t, :\"schema\", a::text, ':schema', b[1:2], x := 1") ==
          "select 'it''s app', app.t, \"app\", a::text, ':schema', b[1:2], x := 1");
    CHECK(put_in(state, "select $$:schema$$ -- :schema") == "select $$:schema$$ -- :schema");
    std::vector<std::string> unknown;
    const Replaced kept = interpolate("select :missing, a[i:j], :'other'", state, unknown);
    CHECK(kept.text == "select :missing, a[i:j], :'other'");
    CHECK(unknown == std::vector<std::string>{"missing", "other"});
    run(state, "\\unset schema");
    CHECK(put_in(state, ":schema") == ":schema");
}

TEST_CASE("psql: places in interpolated text lead back to the file") {
    PsqlState state;
    state.variables["s"] = "a_long_schema";
    std::vector<std::string> unknown;
    const Replaced replaced = interpolate("select * from :s.t", state, unknown);
    CHECK(replaced.text == "select * from a_long_schema.t");
    CHECK(replaced.original_offset(3) == 3);
    CHECK(replaced.original_offset(20) == 14);
    CHECK(replaced.original_offset(replaced.text.size() - 1) == 17);
}

TEST_CASE("psql: branches") {
    PsqlState state;
    state.variables["yes"] = "on";
    run(state, "\\if :yes");
    CHECK_FALSE(state.skipping());
    run(state, "\\if false");
    CHECK(state.skipping());
    CHECK(run(state, "\\i other.sql").kind == MetaKind::nothing);
    run(state, "\\elif 1");
    CHECK_FALSE(state.skipping());
    run(state, "\\else");
    CHECK(state.skipping());
    run(state, "\\endif");
    CHECK_FALSE(state.skipping());
    run(state, "\\else");
    run(state, "\\if true");
    CHECK(state.skipping());
    run(state, "\\endif");
    run(state, "\\endif");
    CHECK(state.branches.empty());
    run(state, "\\if :{?yes}");
    CHECK_FALSE(state.skipping());
    run(state, "\\endif");
    CHECK(run(state, "\\if maybe").kind == MetaKind::broken);
    CHECK(state.skipping());
    run(state, "\\endif");
    CHECK(run(state, "\\endif").kind == MetaKind::broken);
}

TEST_CASE("psql: files, connections and what is refused") {
    PsqlState state;
    const Meta include = run(state, "\\ir 'a file.sql'");
    CHECK(include.kind == MetaKind::include);
    CHECK(include.path == "a file.sql");
    CHECK(include.relative_to_file);
    CHECK_FALSE(run(state, "\\i b.sql").relative_to_file);
    CHECK(run(state, "\\connect shop").kind == MetaKind::connect);
    CHECK(run(state, "\\restrict abc").kind == MetaKind::nothing);
    CHECK(run(state, "\\dt+").kind == MetaKind::nothing);
    CHECK(run(state, "\\q").kind == MetaKind::quit);
    for (const char* text : {"\\! ls", "\\o x", "\\w x", "\\g x", "\\gexec", "\\gset", "\\set a `ls`"}) {
        const Meta refused = run(state, text);
        CHECK(refused.kind == MetaKind::refused);
        CHECK_FALSE(refused.reason.empty());
    }
    CHECK(run(state, "\\nonsense").kind == MetaKind::broken);
}

TEST_CASE("psql: \\copy") {
    PsqlState state;
    const Meta file = run(state, "\\copy app.t (a, \"from\") FROM 'data/t.csv' WITH (format csv)");
    CHECK(file.kind == MetaKind::copy);
    CHECK(file.path == "data/t.csv");
    CHECK(file.copy_from);
    CHECK(file.statement == "COPY app.t (a, \"from\") FROM STDIN WITH (format csv)");
    const Meta plain = run(state, "\\copy t from ./data/t.csv csv header");
    CHECK(plain.path == "./data/t.csv");
    CHECK(plain.statement == "COPY t FROM STDIN csv header");
    const Meta inline_data = run(state, "\\copy t from stdin");
    CHECK(inline_data.copy_end == CopyEnd::inline_data);
    const Meta out = run(state, "\\copy (select a from t) to stdout");
    CHECK_FALSE(out.copy_from);
    CHECK(out.copy_end == CopyEnd::standard_output);
    CHECK(run(state, "\\copy t from program 'ls'").kind == MetaKind::refused);
    CHECK(run(state, "\\copy t").kind == MetaKind::broken);
}
