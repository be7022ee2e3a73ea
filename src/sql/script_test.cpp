#include "sql/script.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace assay;
using namespace assay::sql;

namespace {

std::vector<Piece> pieces_of(std::string_view text) {
    auto pieces = split(text, "test.sql");
    REQUIRE(pieces.has_value());
    return *pieces;
}

std::vector<std::string> texts_of(std::string_view text) {
    std::vector<std::string> texts;
    for (const Piece& piece : pieces_of(text)) texts.emplace_back(piece.text);
    return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("split: statements, their terminators and places") {
    const std::string text = "-- a comment\nSELECT 1;\n\n  ;; SELECT\n 2 -- tail\n;\r\nselect 3";
    const auto pieces = pieces_of(text);
    REQUIRE(pieces.size() == 3);
    CHECK(pieces[0].text == "SELECT 1");
    CHECK(pieces[0].before == "-- a comment\n");
    CHECK(pieces[0].line == 2);
    CHECK(pieces[0].column == 1);
    CHECK(pieces[0].offset == 13);
    CHECK(pieces[1].text == "SELECT\n 2");
    CHECK(pieces[1].line == 4);
    CHECK(pieces[1].column == 6);
    CHECK(pieces[1].terminated());
    CHECK(pieces[2].text == "select 3");
    CHECK(pieces[2].line == 7);
    CHECK_FALSE(pieces[2].terminated());
}

TEST_CASE("split: what hides a semicolon") {
    CHECK(texts_of("select 'a;''b'; select 2") == Texts{"select 'a;''b'", "select 2"});
    CHECK(texts_of("select E'a\\';b'; select 2") == Texts{"select E'a\\';b'", "select 2"});
    CHECK(texts_of("select E'a'\n'\\';b'; select 2") == Texts{"select E'a'\n'\\';b'", "select 2"});
    CHECK(texts_of("select 'a\\'; select 2") == Texts{"select 'a\\'", "select 2"});
    CHECK(texts_of("select U&'\\0061;' ; select 2") == Texts{"select U&'\\0061;'", "select 2"});
    CHECK(texts_of("select \"a;\"\"b\"; select 2") == Texts{"select \"a;\"\"b\"", "select 2"});
    CHECK(texts_of("select $$a;$x$b$$; select 2") == Texts{"select $$a;$x$b$$", "select 2"});
    CHECK(texts_of("select $x$a;$$;$x$; select 2") == Texts{"select $x$a;$$;$x$", "select 2"});
    CHECK(texts_of("select a$b$c; select d$b$e") == Texts{"select a$b$c", "select d$b$e"});
    CHECK(texts_of("select $1; select 2") == Texts{"select $1", "select 2"});
    CHECK(texts_of("select /* a; /* b; */ c; */ 1; select 2") ==
          Texts{"select /* a; /* b; */ c; */ 1", "select 2"});
    CHECK(texts_of("select 1 -- a;\n; select 2--") == Texts{"select 1", "select 2"});
    CHECK(texts_of("create rule r as on insert to t do (select 1; select 2); select 3") ==
          Texts{"create rule r as on insert to t do (select 1; select 2)", "select 3"});
    CHECK(texts_of("select 4*/*x;*/2; select 1") == Texts{"select 4*/*x;*/2", "select 1"});
}

TEST_CASE("split: bodies of SQL functions") {
    const std::string body =
        "create or replace function f(x int) returns int begin atomic select case when x > 1 then 2 "
        "else 3 end; select case x when 1 then case when true then 1 end end; end";
    CHECK(texts_of(body + "; select 1") == Texts{body, "select 1"});
    CHECK(texts_of("begin; create procedure p() language sql as 'select 1'; end; select 2").size() == 4);
    CHECK(texts_of("create function \"begin\"() returns int language sql as 'x'; select 2").size() == 2);
    CHECK(texts_of("create function begin() returns int language sql as 'x'; select 2").size() == 2);
}

TEST_CASE("split: data of COPY") {
    const auto pieces = pieces_of("COPY t (a, b) FROM stdin;\n1\tit's;\n2\t\\N\n\\.\n\nSELECT 1;");
    REQUIRE(pieces.size() == 3);
    CHECK(pieces[0].text == "COPY t (a, b) FROM stdin");
    CHECK(pieces[1].kind == PieceKind::copy_data);
    CHECK(pieces[1].text == "1\tit's;\n2\t\\N\n");
    CHECK(pieces[1].terminator == "\\.");
    CHECK(pieces[1].line == 2);
    CHECK(pieces[2].text == "SELECT 1");
    CHECK(pieces[2].line == 6);

    const auto open = pieces_of("copy t from stdin with (format csv);\r\n1,2\r\n");
    REQUIRE(open.size() == 2);
    CHECK(open[1].text == "1,2\r\n");
    CHECK_FALSE(open[1].terminated());

    const auto empty = pieces_of("copy t from stdin;\n\\.\r\nselect 1;");
    REQUIRE(empty.size() == 3);
    CHECK(empty[1].text.empty());
    CHECK(empty[1].terminated());

    CHECK(pieces_of("copy t to stdout;\nselect 1;").size() == 2);
    CHECK(pieces_of("copy t from '/tmp/stdin';\nselect 1;").size() == 2);
    const auto same_line = pieces_of("copy t from stdin; select 1;\n1\n\\.\n");
    REQUIRE(same_line.size() == 3);
    CHECK(same_line[1].kind == PieceKind::broken);
    CHECK(same_line[1].text == "select 1;");
    CHECK(same_line[2].text == "1\n");
}

TEST_CASE("split: psql's commands") {
    const auto pieces = pieces_of(
        "\\connect - bob\nselect 1 \\gexec\nselect 2\\g\nselect 3 \\; select 4;\n"
        "\\set a 'x\\'y' \\echo hi\n\\copy t from stdin csv\n1;'\n\\.\nselect 5;");
    REQUIRE(pieces.size() == 11);
    CHECK(pieces[0].kind == PieceKind::meta);
    CHECK(pieces[0].text == "\\connect - bob");
    CHECK(pieces[1].text == "select 1");
    CHECK(pieces[1].terminator == "\\gexec");
    CHECK(pieces[2].text == "\\gexec");
    CHECK(pieces[3].text == "select 2");
    CHECK(pieces[3].terminator == "\\g");
    CHECK(pieces[4].text == "select 3");
    CHECK(pieces[4].terminator == "\\;");
    CHECK(pieces[5].text == "select 4");
    CHECK(pieces[6].text == "\\set a 'x\\'y'");
    CHECK(pieces[7].text == "\\echo hi");
    CHECK(pieces[8].text == "\\copy t from stdin csv");
    CHECK(pieces[9].text == "1;'\n");
    CHECK(pieces[10].text == "select 5");
}

TEST_CASE("split: what is not closed is said, and no more than that is lost") {
    const auto quote = pieces_of("select 1;\nselect 2,\n  'abc;\nselect 3;\n");
    REQUIRE(quote.size() == 2);
    CHECK(quote[1].kind == PieceKind::broken);
    CHECK(quote[1].line == 2);
    CHECK(quote[1].text == "select 2,\n  'abc;\nselect 3;");
    CHECK(quote[1].problem ==
          "the string that begins at line 3, column 3 is not closed: nothing after it could be read, "
          "2 lines to the end");

    const auto parenthesis = pieces_of("create table t (a int, b (;\ncreate table u (a int);\nselect (1);");
    REQUIRE(parenthesis.size() == 3);
    CHECK(parenthesis[0].kind == PieceKind::broken);
    CHECK(parenthesis[0].text == "create table t (a int, b (");
    CHECK(parenthesis[0].problem.find("line 1, column 16") != std::string::npos);
    CHECK(parenthesis[1].text == "create table u (a int)");
    CHECK(parenthesis[2].text == "select (1)");

    const auto comment = pieces_of("select 1; /* never closed\nselect 2;");
    REQUIRE(comment.size() == 2);
    CHECK(comment[1].kind == PieceKind::broken);
    CHECK(comment[1].text.starts_with("/* never"));

    const auto delimiter = pieces_of("DELIMITER //\nselect 1;");
    REQUIRE(delimiter.size() == 2);
    CHECK(delimiter[0].kind == PieceKind::broken);
    CHECK(delimiter[1].text == "select 1");
}

TEST_CASE("split: encodings") {
    const auto marked = pieces_of("\xef\xbb\xbfselect 1;");
    REQUIRE(marked.size() == 1);
    CHECK(marked[0].text == "select 1");
    CHECK(marked[0].offset == 3);
    CHECK(marked[0].column == 1);
    CHECK_FALSE(split(std::string_view{"\xff\xfes\0e\0", 6}, "a.sql").has_value());
    const auto nul = split(std::string_view{"select 1;\nab\0", 13}, "a.sql");
    REQUIRE_FALSE(nul.has_value());
    CHECK(nul.error().location == Location{"a.sql", 2, 3});
    CHECK(pieces_of("").empty());
    CHECK(pieces_of("-- nothing\n/* here */").empty());
}

TEST_CASE("split: strings of servers with standard_conforming_strings off") {
    CHECK(texts_of("SET standard_conforming_strings = off;\ninsert into t values ('a\\';b'); select 1") ==
          Texts{"SET standard_conforming_strings = off", "insert into t values ('a\\';b')", "select 1"});
    CHECK(texts_of("SET standard_conforming_strings = on;\nselect 'a\\'; select 1").size() == 3);
}

TEST_CASE("locate: lines and columns within a text that itself begins somewhere") {
    CHECK(locate("ab\ncd", 1, {"f", 4, 7}) == Location{"f", 4, 8});
    CHECK(locate("ab\ncd", 4, {"f", 4, 7}) == Location{"f", 5, 2});
    CHECK(locate("ab", 99, {"f", 1, 1}) == Location{"f", 1, 3});
}
