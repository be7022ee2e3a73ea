// Server: what is offered to assistants, and the methods that every era and transport has in common.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "face/mcp/call.h"
#include "face/mcp/changes.h"

namespace assay::mcp {

// What depends on the user's own system must not be kept for others.
enum class Scope : unsigned char { everybody, own };

struct Tool {
    Json listing;  // name, title, description, inputSchema, outputSchema, annotations
    // The result of tools/call; what the arguments lack is a result with isError.
    std::function<Answer<Json>(const Json& arguments, Call& call)> run;
};

struct Prompt {
    Json listing;
    std::function<Answer<Json>(const Json& arguments, Call& call)> get;
};

struct Contents {
    Json list = Json::array();
    Scope scope = Scope::everybody;
};

struct Offer {
    Json info;  // name, title, version, …
    std::string instructions;
    std::vector<Tool> tools = {};
    std::vector<Prompt> prompts = {};
    std::function<std::vector<Json>()> resources = {};
    std::vector<Json> templates = {};
    // Nothing: there is no such resource.
    std::function<Answer<std::optional<Contents>>(const std::string& uri, Call& call)> read = {};
    // What an argument of a prompt or template may be, where its text begins so far.
    std::function<std::vector<std::string>(const Json& reference, const std::string& name, const std::string& begun)> complete = {};
    bool logs = false;
    bool tools_change = false, prompts_change = false;
};

class Server {
public:
    explicit Server(Offer offer) : offer_{std::move(offer)} {}

    const Offer& offer() const { return offer_; }
    Changes& changes() { return changes_; }
    const Seal& seal() const { return seal_; }
    Json capabilities() const;

    // tools/list and so on. A method that is not common to the eras is method_not_found.
    Answer<Json> answer(std::string_view method, Call& call) const;

private:
    Offer offer_;
    Changes changes_;
    Seal seal_;
};

// A result of tools/call: the same JSON for programs and as text, or an error that the model can act upon.
Json structured(Json value);
Json tool_error(std::string_view why);
Json text_content(std::string_view text);

}  // namespace assay::mcp
