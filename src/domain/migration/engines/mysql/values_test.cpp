#include <doctest/doctest.h>

#include "domain/migration/engines/mysql/rows.h"

namespace assay::migration::mysql {

namespace {

const std::vector<std::string> labels{"a", "b \"c\"", ""};

// The value as PostgreSQL's text; "NULL", and "!" before what is troubled.
std::string text_for(Form form, std::string_view literal, int length = -1) {
    const std::string statement = "insert into t values (" + std::string{literal} + ")";
    InsertReader reader{statement};
    std::vector<Value> row;
    REQUIRE(reader.next(row));
    REQUIRE(row.size() == 1);
    ValueTrouble trouble;
    const auto text = text_of(row[0], {form, length, &labels}, trouble);
    const bool troubled = trouble.zero_date || trouble.nul_bytes || trouble.not_utf8 || trouble.not_in_list || trouble.unreadable;
    return (troubled ? "! " : "") + text.value_or("NULL");
}

}  // namespace

TEST_CASE("mysql values: each form's text") {
    CHECK(text_for(Form::number, "-1.5e3") == "-1.5e3");
    CHECK(text_for(Form::number, "'12'") == "12");
    CHECK(text_for(Form::number, "0x0A") == "10");
    CHECK(text_for(Form::number, "b'101'") == "5");
    CHECK(text_for(Form::boolean, "1") == "t");
    CHECK(text_for(Form::boolean, "b'0'") == "f");
    CHECK(text_for(Form::boolean, "_binary '\\0'") == "f");
    CHECK(text_for(Form::boolean, "0x01") == "t");
    CHECK(text_for(Form::bits, "b'101'", 5) == "00101");
    CHECK(text_for(Form::bits, "0x0F", 8) == "00001111");
    CHECK(text_for(Form::bytes, "_binary 'a\\0\\'b'") == "\\x61002762");
    CHECK(text_for(Form::text, "'tab\\tend'") == "tab\tend");
    CHECK(text_for(Form::text, "'a\\0b'") == "! ab");
    CHECK(text_for(Form::text, "'caf\xe9 \x80'") == "! caf\xc3\xa9 \xe2\x82\xac");
    CHECK(text_for(Form::text, "NULL") == "NULL");
    CHECK(text_for(Form::enumerated, "'A'") == "a");
    CHECK(text_for(Form::enumerated, "2") == "b \"c\"");
    CHECK(text_for(Form::enumerated, "'z'") == "! NULL");
    CHECK(text_for(Form::set, "'a,b \"c\"'") == "{\"a\",\"b \\\"c\\\"\"}");
    CHECK(text_for(Form::set, "''") == "{}");
    CHECK(text_for(Form::set, "3") == "{\"a\",\"b \\\"c\\\"\"}");
}

TEST_CASE("mysql values: dates of zero, geometry, expressions") {
    CHECK(text_for(Form::date, "'2024-02-29 12:00:00'") == "2024-02-29 12:00:00");
    CHECK(text_for(Form::date, "'0000-00-00'") == "! NULL");
    CHECK(text_for(Form::date, "'2010-00-00'") == "! NULL");
    CHECK(text_for(Form::date, "NOW()") == "now");
    CHECK(text_for(Form::point, "0x000000000101000000000000000000F03F0000000000000040") == "(1,2)");
    CHECK(text_for(Form::path, "0x00000000010200000002000000000000000000F03F000000000000004000000000000008400000000000001040") == "[(1,2),(3,4)]");
    CHECK(text_for(Form::point, "0x0000000001") == "! NULL");
    CHECK(text_for(Form::wkb, "0x000000000101") == "\\x0101");
    CHECK(text_for(Form::text, "concat('a', 'b')") == "! NULL");
    CHECK(text_for(Form::number, "1 + 1") == "! NULL");
}

TEST_CASE("mysql rows: heads, several rows, and what cannot be read") {
    InsertReader reader{"INSERT IGNORE INTO `shop`.`t` (`a`, b) VALUES (1,/*!50705 0x01,*/'x'),\n (2,'y')"};
    CHECK(reader.table().shown() == "shop.t");
    CHECK(reader.columns() == std::vector<std::string>{"a", "b"});
    std::vector<Value> row;
    CHECK(reader.next(row));
    CHECK(row.size() == 3);
    CHECK(reader.next(row));
    CHECK(row.size() == 2);
    CHECK_FALSE(reader.next(row));
    CHECK(reader.problem().empty());

    InsertReader selects{"insert into t select 1"};
    CHECK_FALSE(selects.next(row));
    CHECK(selects.problem() == "only INSERT … VALUES is taken over");
    InsertReader open{"insert into t values (1, 'x"};
    CHECK_FALSE(open.next(row));
    CHECK_FALSE(open.problem().empty());
    InsertReader upsert{"insert into t values (1) on duplicate key update a = 1"};
    CHECK(upsert.next(row));
    CHECK_FALSE(upsert.next(row));
    CHECK(upsert.problem() == "ON DUPLICATE KEY UPDATE is not carried out");
}

}  // namespace assay::migration::mysql
