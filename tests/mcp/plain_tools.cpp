#include <chrono>
#include <thread>

#include "fixture.h"

namespace assay::mcp::fixture {

namespace {

void pause() { std::this_thread::sleep_for(std::chrono::milliseconds{50}); }

Json content(std::initializer_list<Json> blocks) { return {{"content", Json(Json::array_t(blocks))}}; }

Json embedded(std::string_view uri, std::string_view type, std::string_view text) {
    return {{"type", "resource"}, {"resource", {{"uri", uri}, {"mimeType", type}, {"text", text}}}};
}

Answer<Json> with_progress(const Json&, Call& call) {
    for (const int done : {0, 50, 100}) {
        call.progress(done, 100, "Completed step " + std::to_string(done) + " of 100");
        pause();
    }
    return one_text("done");
}

Answer<Json> with_logging(const Json&, Call& call) {
    for (const char* text : {"Tool execution started", "Tool processing data", "Tool execution completed"}) {
        call.log("info", text);
        pause();
    }
    return one_text("Tool with logging executed successfully");
}

// The connection ends, the call goes on: the client comes back for its result.
Answer<Json> reconnection(const Json&, Call& call) {
    call.outlet().let_go();
    pause();
    pause();
    return one_text("Reconnection test completed successfully");
}

Json schema_2020_12() {
    return Json::parse(R"({
        "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
        "$defs": {"address": {"$anchor": "addressDef", "type": "object", "properties": {"street": {"type": "string"}, "city": {"type": "string"}}}},
        "properties": {"name": {"type": "string"}, "address": {"$ref": "#/$defs/address"}, "contactMethod": {"type": "string", "enum": ["phone", "email"]},
                       "phone": {"type": "string"}, "email": {"type": "string"}},
        "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
        "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
        "then": {"required": ["phone"]}, "else": {"required": ["email"]}, "additionalProperties": false})");
}

}  // namespace

std::vector<Tool> plain_tools(std::function<Changes&()> changes) {
    const auto text = [](std::string_view said) { return [said](const Json&, Call&) -> Answer<Json> { return one_text(said); }; };
    return {
        tool("test_simple_text", "Text", text("This is a simple text response for testing.")),
        tool("test_image_content", "An image", [](const Json&, Call&) -> Answer<Json> { return content({image()}); }),
        tool("test_audio_content", "Sound", [](const Json&, Call&) -> Answer<Json> {
            return content({{{"type", "audio"}, {"data", silence}, {"mimeType", "audio/wav"}}});
        }),
        tool("test_embedded_resource", "A resource within", [](const Json&, Call&) -> Answer<Json> {
            return content({embedded("test://embedded-resource", "text/plain", "This is an embedded resource content.")});
        }),
        tool("test_multiple_content_types", "All of them", [](const Json&, Call&) -> Answer<Json> {
            return content({text_content("Multiple content types test:"), image(), embedded("test://mixed-content-resource", "application/json", R"({"test":"data","value":123})")});
        }),
        tool("test_error_handling", "An error", [](const Json&, Call&) -> Answer<Json> { return tool_error("This tool intentionally returns an error for testing"); }),
        tool("test_tool_with_progress", "Progress", with_progress),
        tool("test_tool_with_logging", "Logs", with_logging),
        tool("test_logging_tool", "Logs when asked to", with_logging),
        tool("test_reconnection", "Ends the stream half way", reconnection),
        tool("test_streaming_elicitation", "Progress before a result", [](const Json&, Call& call) -> Answer<Json> {
            call.progress(50, 100, "half way");
            return one_text("Streaming complete");
        }),
        tool("test_missing_capability", "Needs sampling", [](const Json&, Call& call) -> Answer<Json> {
            if (auto fault = call.lacks("sampling")) return tl::unexpected(std::move(*fault));
            return one_text("the client can sample");
        }),
        tool("test_trigger_tool_change", "Says that the tools changed", [changes](const Json&, Call&) -> Answer<Json> {
            changes().tools_changed();
            return one_text("told");
        }),
        tool("test_trigger_prompt_change", "Says that the prompts changed", [changes](const Json&, Call&) -> Answer<Json> {
            changes().prompts_changed();
            return one_text("told");
        }),
        tool("test_x_mcp_header", "An argument that headers repeat", text("headers and body agree"),
             object_schema({{"region", {{"type", "string"}, {"x-mcp-header", "Region"}}}, {"query", {{"type", "string"}}}})),
        tool("json_schema_2020_12_tool", "A schema with everything in it", [](const Json& arguments, Call&) -> Answer<Json> { return one_text(dump(arguments)); }, schema_2020_12()),
    };
}

}  // namespace assay::mcp::fixture
