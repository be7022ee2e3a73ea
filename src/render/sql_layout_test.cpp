#include "render/sql_layout.h"

#include <doctest/doctest.h>

#include <random>

#include "core/text.h"
#include "render/plain.h"

namespace assay::rendering {

namespace {

std::string laid_out(std::string_view statement, int width) {
    return joined(sql_lines(statement, width), "\n");
}

std::string without_spaces(std::string text) {
    return replaced(replaced(std::move(text), " ", ""), "\n", "");
}

}  // namespace

TEST_CASE("SQL layout: what fits keeps its lines") {
    CHECK(laid_out("select 1;\n  select 2;", 20) == "select 1;\n  select 2;");
}

TEST_CASE("SQL layout: breaks before clauses, outermost first") {
    CHECK(laid_out("create index concurrently orders_customer_id_idx on orders (customer_id) where "
                   "deleted_at is null;",
                   60) ==
          "create index concurrently orders_customer_id_idx\n"
          "  on orders (customer_id) where deleted_at is null;");
    CHECK(laid_out("update orders set customer_id = null where not exists "
                   "(select 1 from customers where customers.id = orders.customer_id);",
                   60) ==
          "update orders set customer_id = null\n"
          "  where not exists (select 1 from customers\n"
          "    where customers.id = orders.customer_id);");
    CHECK(laid_out("alter table orders add constraint orders_customer_fk foreign key (customer_id) "
                   "references customers (id) on delete set null not valid;",
                   60) ==
          "alter table orders add constraint orders_customer_fk\n"
          "  foreign key (customer_id) references customers (id)\n"
          "  on delete set null not valid;");
}

TEST_CASE("SQL layout: quotes and comments are never broken") {
    CHECK(laid_out("select 'a very long literal with many words in it' as x, 2", 30) ==
          "select\n    'a very long literal with many words in it'\n    as x, 2");
    CHECK(laid_out("select E'it\\'s one literal, not two' as x, $tag$ one body $tag$", 24)
              .find("E'it\\'s one literal, not two'") != std::string::npos);
    CHECK(laid_out("select \"a name with spaces\", /* a remark /* in a remark */ */ 3", 20) ==
          "select\n    \"a name with spaces\",\n    /* a remark /* in a remark */ */\n    3");
    CHECK(laid_out("select 1 -- one, which is a long remark\nfrom orders where id = 2 and total = 3", 24) ==
          "select 1\n    -- one, which is a long remark\nfrom orders where id = 2\n  and total = 3");
    const std::string body = "do $$\nbegin\n  perform   1;  -- spaces   stay\nend $$ language plpgsql;";
    CHECK(laid_out(body, 12).starts_with("do\n    $$\nbegin\n  perform   1;  -- spaces   stay\nend $$"));
}

TEST_CASE("SQL layout: what is no SQL is left alone") {
    const std::string command = "redis-cli config set maxmemory-policy allkeys-lru and something more";
    CHECK(laid_out(command, 20) == command);
    CHECK(laid_out("\\copy orders from 'orders.csv' with (format csv, header)", 20) ==
          "\\copy orders from 'orders.csv' with (format csv, header)");
}

TEST_CASE("SQL layout: whatever the text, it changes nothing but white space, and ends") {
    static constexpr std::string_view pieces[]{
        "select ", "'",  "\"", "$$", "$a$", "--", "/*", "*/", "(",     ")",       " from ",
        " where ", "\n", "x",  " ",  "E'",  "\\", "$",  ", ", " and ", "\xc3\xa9"};
    std::mt19937 random{3};
    for (int round = 0; round < 2000; ++round) {
        std::string statement = "select ";
        for (auto i = random() % 30; i > 0; --i) statement += pieces[random() % std::size(pieces)];
        const std::string plain = block(statement);
        CHECK(without_spaces(laid_out(plain, 1 + static_cast<int>(random() % 20))) == without_spaces(plain));
    }
}

}  // namespace assay::rendering
