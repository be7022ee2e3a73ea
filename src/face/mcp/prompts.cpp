// Prompts: how to go about each of the occasions that assay is for, with the tools that prove it.
#include <fmt/format.h>

#include "core/text.h"
#include "face/mcp/product.h"

namespace assay::mcp {

namespace {

struct Argument {
    std::string_view name, about;
    bool required = false;
};

struct Occasion {
    std::string_view name, title, about;
    std::vector<Argument> arguments;
    std::string_view text;  // {name} stands for an argument
};

// The mission's "when to use", in its order.
const std::vector<Occasion>& occasions() {
    static const std::vector<Occasion> all{
        {"learn", "Learn from your own system", "Learn backend development on the system at hand", {{"about", "What to learn about", true}},
         "Teach me about {about} with this system as the example. Call explain with it as the question, then with the topic that it names; check the "
         "sources with the rules that go with it for places where they fire here. Show one finding, replay its experiment (report), and explain each statement of "
         "the transcript. End with a question that I can answer by trying it."},
        {"design_schema", "Design a schema", "Design a relational schema and have it checked before it is written", {{"for", "What the schema is for", true}},
         "Design a PostgreSQL schema for {for}. State the facts and their keys first, then the tables in third normal form or better, and say "
         "where and why you depart from it. Give every foreign key an index, every column the narrowest right type, every rule of the business a "
         "constraint. Before you show it, call check with the SQL as `sql` and prove=all; change what it proves wrong, and say which findings you "
         "leave and why."},
        {"choose", "Choose between technologies", "Weigh technologies by stated criteria", {{"between", "The options", true}, {"for", "The purpose"}},
         "Choose between {between} for {for}. Ask at most five questions whose answers would change the choice. Name the criteria and their "
         "weights before you score. Where the system at hand decides it, look: map for the schema, query_log for the workload, query_index for "
         "what indexes alone would gain. Say what would change the answer, and mark every figure as measured here, or cited, or a guess."},
        {"optimise_query", "Make a query faster", "Optimise a query with evidence", {{"query", "The query", true}},
         "Make this query faster:\n\n{query}\n\nFirst query_lint it. Take its EXPLAIN (ANALYZE, BUFFERS) with sql where a database is named, else ask for it, and give that to query_explain; say where "
         "the time went before you propose anything. Try indexes with query_index on the base. Propose the smallest change that the evidence "
         "supports, with cost before and after, and what it costs writes."},
        {"build_api", "Build an API on this database", "Design an API that its database can carry", {{"for", "What the API does", true}},
         "Design a REST API for {for}. Use map to see tables, keys and indexes; give each route the statement that it runs. Page by key, not "
         "OFFSET; name idempotency, errors (RFC 9457), versioning and limits. Put the statements through query_lint and the schema through check. "
         "Assay does not yet read API descriptions or programs: say which of your advice is therefore unproven."},
        {"implement_auth", "Implement authentication", "Store and check credentials and sessions", {{"for", "Who signs in to what", true}},
         "Implement authentication for {for}. Design the tables for users, credentials (argon2id), sessions and refresh rotation, and row security "
         "where tenants share tables. Call check with the SQL as `sql`, prove=all: it proves holes in row security, definer functions and grants in "
         "the lab. Assay does not yet read tokens or programs: say which of your advice is therefore unproven."},
        {"scale", "Scale a database", "Find what gives way first under more load", {{"to", "The load to reach"}},
         "Find what in this database gives way first at {to}. Rank the workload with query_log, read the worst plans with query_explain, check the "
         "schema with the database's statistics, choose indexes with query_index under a budget. Order measures by gain over effort: queries, "
         "indexes, settings, partitioning, replicas, sharding; give each its evidence, and say which you could not measure."},
        {"plan_migration", "Plan a migration", "Change a live schema without an outage", {{"change", "The change", true}},
         "Plan this change of a live PostgreSQL: {change}. Use map to find what depends on the objects. Call migrate with the change as SQL, the schema as base and plan: "
         "steps as expand, backfill, contract, with deploys between them and the way back of each; write yourself what no recipe knows. With trace it measures the sizes of the tables in use; replay the findings about locks (report). Set lock_timeout, build "
         "indexes concurrently, validate constraints separately."}};
    return all;
}

Json listing(const Occasion& occasion) {
    Json arguments = Json::array();
    for (const auto& argument : occasion.arguments)
        arguments.push_back({{"name", argument.name}, {"description", argument.about}, {"required", argument.required}});
    return {{"name", occasion.name}, {"title", occasion.title}, {"description", occasion.about}, {"arguments", std::move(arguments)}};
}

std::string filled(const Occasion& occasion, const Json& arguments) {
    std::string text{occasion.text};
    for (const auto& argument : occasion.arguments)
        text = replaced(text, fmt::format("{{{}}}", argument.name), text_in(arguments, argument.name).value_or("the system at hand"));
    return text;
}

}  // namespace

std::vector<Prompt> prompts() {
    std::vector<Prompt> list;
    for (const auto& occasion : occasions())
        list.push_back({listing(occasion), [&occasion](const Json& arguments, Call&) -> Answer<Json> {
                            Json message{{"role", "user"}, {"content", text_content(filled(occasion, arguments))}};
                            return Json{{"description", occasion.about}, {"messages", Json::array({std::move(message)})}};
                        }});
    return list;
}

}  // namespace assay::mcp
