// The server that the conformance suite asks for: its scenarios call these tools, resources and prompts by name. It is
// made of the same library as the product, and is no part of it.
#pragma once

#include <vector>

#include "face/mcp/server.h"

namespace assay::mcp::fixture {

inline constexpr std::string_view red_pixel =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
inline constexpr std::string_view silence = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=";

Json image();
Json object_schema(Json properties = Json::object());
Json one_text(std::string_view text);
Tool tool(std::string_view name, std::string_view about, std::function<Answer<Json>(const Json&, Call&)> run, Json schema = object_schema());

// Content of every kind, progress, logs, errors, changes of the server that they belong to.
std::vector<Tool> plain_tools(std::function<Changes&()> changes);
// Those that ask the client, in the manner of either era.
std::vector<Tool> asking_tools();
std::vector<Prompt> prompts();

}  // namespace assay::mcp::fixture
