#include "face/mcp/headers.h"

#include <doctest/doctest.h>

#include <map>

#include "face/mcp/gate.h"

using namespace assay::mcp;

namespace {

using Given = std::map<std::string, std::string>;

HeaderOf headers(Given given) {
    return [given = std::move(given)](const std::string& name) -> std::optional<std::string> {
        const auto found = given.find(name);
        return found == given.end() ? std::nullopt : std::optional{found->second};
    };
}

Offer offer() {
    Offer offer;
    Json schema = Json::parse(R"({"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"},)"
                              R"("deep":{"type":"object","properties":{"count":{"type":"integer","x-mcp-header":"Count"}}}}})");
    offer.tools.push_back({{{"name", "t"}, {"inputSchema", std::move(schema)}}, {}});
    return offer;
}

std::optional<int> fault(const char* arguments, Given given) {
    Message message{.kind = Message::Kind::request, .method = "tools/call"};
    message.params = {{"name", "t"}, {"arguments", Json::parse(arguments)}, {"_meta", {{"io.modelcontextprotocol/protocolVersion", "2026-07-28"}}}};
    Given all{{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", "tools/call"}, {"Mcp-Name", "t"}};
    for (const auto& [name, value] : given)
        if (value == "-")
            all.erase(name);
        else
            all[name] = value;
    const auto found = header_mismatch(message, headers(all), offer());
    return found ? std::optional{found->code} : std::nullopt;
}

}  // namespace

TEST_CASE("headers: they say what the body says") {
    CHECK_FALSE(fault("{}", {}));
    CHECK_FALSE(fault("{}", {{"Mcp-Name", "  t\t"}}));
    CHECK_FALSE(fault("{}", {{"Mcp-Name", "=?base64?dA==?="}}));
    for (const auto& [name, value] : Given{{"MCP-Protocol-Version", "2025-11-25"}, {"Mcp-Method", "tools/Call"}, {"Mcp-Name", "=?base64?dA=?="}})
        CHECK(fault("{}", {{name, value}}) == code::header_mismatch);
    for (const char* name : {"MCP-Protocol-Version", "Mcp-Method", "Mcp-Name"}) CHECK(fault("{}", {{name, "-"}}) == code::header_mismatch);
    CHECK(fault("{}", {{"Mcp-Name", "t\x01"}}) == code::header_mismatch);
}

TEST_CASE("headers: arguments that a schema wants repeated, at any depth") {
    CHECK_FALSE(fault(R"({"region":"eu"})", {{"Mcp-Param-Region", "eu"}}));
    CHECK_FALSE(fault(R"({"region":"é"})", {{"Mcp-Param-Region", "=?base64?w6k=?="}}));
    CHECK_FALSE(fault(R"({"deep":{"count":42}})", {{"Mcp-Param-Count", "42.0"}}));
    CHECK_FALSE(fault(R"({"region":null})", {}));
    CHECK(fault(R"({"region":"eu"})", {}) == code::header_mismatch);
    CHECK(fault(R"({"region":"eu"})", {{"Mcp-Param-Region", "us"}}) == code::header_mismatch);
    CHECK(fault("{}", {{"Mcp-Param-Region", "eu"}}) == code::header_mismatch);
    CHECK(fault(R"({"deep":{"count":42}})", {{"Mcp-Param-Count", "43"}}) == code::header_mismatch);
}

TEST_CASE("gate: names, origins and tokens") {
    const HttpOptions local;
    const auto status = [](Given given, const HttpOptions& options) {
        const auto away = turned_away(headers(std::move(given)), options);
        return away ? away->status : 0;
    };
    for (const char* host : {"localhost", "127.0.0.1:80", "[::1]:7733"}) CHECK(status({{"Host", host}}, local) == 0);
    for (const char* host : {"", "example.org", "localhost.example.org", "127.0.0.1.example.org"}) CHECK(status({{"Host", host}}, local) == 403);
    for (const char* origin : {"null", "http://example.org", "http://localhost.example.org", "localhost"}) CHECK(status({{"Host", "localhost"}, {"Origin", origin}}, local) == 403);
    CHECK(status({{"Host", "localhost"}, {"Origin", "http://127.0.0.1:3000"}}, local) == 0);
    const HttpOptions open{.host = "0.0.0.0", .token = "secret-secret-secret", .hosts = {"db.example.org"}, .origins = {"https://app.example.org"}};
    Given good{{"Host", "db.example.org:7733"}, {"Origin", "https://app.example.org"}, {"Authorization", "Bearer secret-secret-secret"}};
    CHECK(status(good, open) == 0);
    good["Authorization"] = "Basic secret-secret-secret";
    CHECK(status(good, open) == 401);
    good.erase("Authorization");
    CHECK(status(good, open) == 401);
}
