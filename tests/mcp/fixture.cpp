#include "fixture.h"

#include <fmt/core.h>

#include "core/text.h"
#include "face/mcp/http.h"

namespace assay::mcp::fixture {

Json image() { return {{"type", "image"}, {"data", red_pixel}, {"mimeType", "image/png"}}; }
Json object_schema(Json properties) { return {{"type", "object"}, {"properties", std::move(properties)}}; }
Json one_text(std::string_view text) { return {{"content", Json::array({text_content(text)})}}; }

Tool tool(std::string_view name, std::string_view about, std::function<Answer<Json>(const Json&, Call&)> run, Json schema) {
    return {{{"name", name}, {"description", about}, {"inputSchema", std::move(schema)}}, std::move(run)};
}

namespace {

Json said(std::initializer_list<Json> blocks) {
    Json messages = Json::array();
    for (const auto& block : blocks) messages.push_back({{"role", "user"}, {"content", block}});
    return {{"messages", std::move(messages)}};
}

Prompt prompt(std::string_view name, std::vector<std::string_view> arguments, std::function<Answer<Json>(const Json&, Call&)> get) {
    Json list = Json::array();
    for (const auto argument : arguments) list.push_back({{"name", argument}, {"required", true}});
    return {{{"name", name}, {"description", name}, {"arguments", std::move(list)}}, std::move(get)};
}

Answer<Json> with_context(const Json&, Call& call) {
    Json form{{"mode", "form"}, {"message", "What context should the prompt use?"},
              {"requestedSchema", {{"type", "object"}, {"properties", {{"context", {{"type", "string"}}}}}, {"required", {"context"}}}}};
    const auto answers = call.ask({{"user_context", "elicitation/create", std::move(form)}});
    if (!answers) return tl::unexpected(answers.error());
    return said({text_content("Prompt with context: " + dump(*answers))});
}

std::vector<Json> resources() {
    std::vector<Json> list;
    for (const auto& [name, type] : {std::pair{"static-text", "text/plain"}, {"static-binary", "image/png"}, {"watched-resource", "text/plain"}})
        list.push_back({{"uri", fmt::format("test://{}", name)}, {"name", name}, {"mimeType", type}});
    return list;
}

Answer<std::optional<Contents>> read(const std::string& uri, Call&) {
    const auto contents = [&](const char* type, const char* kind, std::string_view bytes) {
        return Contents{Json::array({{{"uri", uri}, {"mimeType", type}, {kind, bytes}}})};
    };
    constexpr std::string_view begin = "test://template/", end = "/data";
    if (uri == "test://static-text") return contents("text/plain", "text", "This is the content of the static text resource.");
    if (uri == "test://static-binary") return contents("image/png", "blob", red_pixel);
    if (uri == "test://watched-resource") return contents("text/plain", "text", "Watched resource content");
    if (!starts_with(uri, begin) || !ends_with(uri, end) || uri.size() <= begin.size() + end.size()) return std::nullopt;
    const auto id = uri.substr(begin.size(), uri.size() - begin.size() - end.size());
    return contents("application/json", "text", dump({{"id", id}, {"templateTest", true}, {"data", "Data for ID: " + id}}));
}

Offer offer(std::function<Changes&()> changes) {
    Offer offer;
    offer.info = {{"name", "assay-conformance-fixture"}, {"version", ASSAY_VERSION}};
    offer.instructions = "what the conformance suite calls by name";
    offer.tools = plain_tools(std::move(changes));
    for (auto& each : asking_tools()) offer.tools.push_back(std::move(each));
    offer.prompts = prompts();
    offer.resources = resources;
    offer.templates = {{{"uriTemplate", "test://template/{id}/data"}, {"name", "template"}, {"mimeType", "application/json"}}};
    offer.read = read;
    offer.complete = [](const Json&, const std::string&, const std::string&) { return std::vector<std::string>{}; };
    offer.logs = offer.tools_change = offer.prompts_change = true;
    return offer;
}

struct Everything {
    Everything() : server{offer([this]() -> Changes& { return server.changes(); })} {}
    Server server;
};

}  // namespace

std::vector<Prompt> prompts() {
    return {
        prompt("test_simple_prompt", {}, [](const Json&, Call&) -> Answer<Json> { return said({text_content("This is a simple prompt for testing.")}); }),
        prompt("test_prompt_with_arguments", {"arg1", "arg2"}, [](const Json& given, Call&) -> Answer<Json> {
            return said({text_content(fmt::format("Prompt with arguments: arg1='{}', arg2='{}'", given["arg1"].get<std::string>(), given["arg2"].get<std::string>()))});
        }),
        prompt("test_prompt_with_embedded_resource", {"resourceUri"}, [](const Json& given, Call&) -> Answer<Json> {
            Json resource{{"uri", given["resourceUri"]}, {"mimeType", "text/plain"}, {"text", "Embedded resource content for testing."}};
            return said({{{"type", "resource"}, {"resource", std::move(resource)}}, text_content("Please process the embedded resource above.")});
        }),
        prompt("test_prompt_with_image", {}, [](const Json&, Call&) -> Answer<Json> { return said({image(), text_content("Please analyze the image above.")}); }),
        prompt("test_input_required_result_prompt", {}, with_context),
    };
}

}  // namespace assay::mcp::fixture

int main() {
    assay::mcp::fixture::Everything everything;
    assay::mcp::HttpTransport transport{everything.server, {}};
    const auto port = transport.bind();
    if (!port) return 2;
    fmt::print("http://127.0.0.1:{}/mcp\n", *port);
    std::fflush(stdout);
    transport.serve();
}
