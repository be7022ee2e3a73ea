#include "domain/postgres/live_query/node_tree.h"

#include <doctest/doctest.h>

using namespace assay::postgres::live;

namespace {

std::string query(const std::string& inside, const std::string& more = ":hasForUpdate false") {
    return "({QUERY :commandType 1 :utilityStmt <> :resultRelation 0 :hasModifyingCTE false " + more + " :rtable <> " + inside + " :rowMarks <>})";
}

std::string function(const std::string& id, const std::string& arguments = "<>") {
    return "{FUNCEXPR :funcid " + id + " :funcresulttype 25 :funcretset false :funcvariadic false :funcformat 0 :funccollid 100 :inputcollid 100 :args " + arguments + " :location 7}";
}

std::string problem(const std::string& tree) {
    const auto objects = named_objects(tree);
    return objects ? std::string{} : objects.error().message;
}

}  // namespace

TEST_CASE("node tree: what runs and what is read is named, however deep it stands") {
    const auto objects = named_objects(query(
        ":rtable ({RANGETBLENTRY :alias <> :eref {ALIAS :aliasname t :colnames (\"a\\ b\" \"c\")} :rtekind 0 :relid 1259 :selectedCols (b 7 9)}) "
        ":targetList ({TARGETENTRY :expr {OPEXPR :opno 98 :opfuncid 67 :opresulttype 16 :args (" + function("870", "(" + function("406") + ")") + ")} :resjunk false}) "
        ":groupClause ({SORTGROUPCLAUSE :eqop 96 :sortop 97 :hashable true}) :x {ROWCOMPAREEXPR :opnos (o 664 665)} :y {TABLESAMPLECLAUSE :tsmhandler 3313 :args <>}"));
    REQUIRE(objects);
    CHECK(objects->functions == std::set<Oid>{67, 406, 870});
    CHECK(objects->operators == std::set<Oid>{96, 97, 98, 664, 665});
    CHECK(objects->relations == std::set<Oid>{1259});
    CHECK(objects->columns.at(1259) == std::set<int>{0, 2});
    CHECK(objects->samplers == std::set<Oid>{3313});
    CHECK(objects->types == std::set<Oid>{16, 25});
}

TEST_CASE("node tree: names that look like fields hide nothing") {
    const auto objects = named_objects(query(":targetList ({TARGETENTRY :expr " + function("870") + " :resname :expr :x <>} {TARGETENTRY :resname :funcid :expr " + function("871") +
                                             "} {ALIAS :aliasname \\{\\}\\) :colnames (\":funcid\\ 1\")})"));
    REQUIRE(objects);
    CHECK(objects->functions == std::set<Oid>{870, 871});
}

TEST_CASE("node tree: the setting that is asked for") {
    const std::string constant = "({CONST :consttype 25 :constlen -1 :constbyval false :constisnull false :location 9 :constvalue 12 [ 48 0 0 0 116 105 109 101 122 111 110 101 ]})";
    const auto objects = named_objects(query(":x " + function("2077", constant)));
    REQUIRE(objects);
    CHECK(objects->settings == std::set<std::string>{"timezone"});
    const auto made = named_objects(query(":x " + function("3294", "(" + function("1258") + ")")));
    REQUIRE(made);
    CHECK(made->settings == std::set<std::string>{""});
}

TEST_CASE("node tree: what does more than read, or is not known, is refused") {
    CHECK(problem("({QUERY :commandType 3 :utilityStmt <> :resultRelation 1 :hasModifyingCTE false :hasForUpdate false :rowMarks <>})") == "it does more than read");
    CHECK(problem(query(":x <>", ":hasForUpdate true")) == "it does more than read");
    CHECK(problem("({QUERY :commandType 1})") == "it does more than read");
    CHECK(problem(query(":x {NEXTVALUEEXPR :seqid 5}")).find("NEXTVALUEEXPR") != std::string::npos);
    CHECK(problem(query(":x {VAR :varno 1 :newtype 99}")).find("newtype 99") != std::string::npos);
    for (const char* broken : {"", "(", "{QUERY", "{}", "{QUERY :a}", "{QUERY a}", ")", "({)}", "{QUERY :constvalue 4 [ 1 2", ":a 1 }"}) {
        CAPTURE(broken);
        CHECK(problem(broken) != "");
    }
}
