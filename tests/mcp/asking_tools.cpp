#include "fixture.h"

namespace assay::mcp::fixture {

namespace {

Question form(std::string key, std::string_view message, const char* properties, const char* required) {
    return {std::move(key), "elicitation/create",
            {{"mode", "form"}, {"message", message}, {"requestedSchema", {{"type", "object"}, {"properties", Json::parse(properties)}, {"required", Json::parse(required)}}}}};
}

Question name_form(std::string key = "user_name") { return form(std::move(key), "What is your name?", R"({"name":{"type":"string"}})", R"(["name"])"); }

Question sample(std::string key, std::string_view prompt) {
    Json message{{"role", "user"}, {"content", text_content(prompt)}};
    return {std::move(key), "sampling/createMessage", {{"messages", Json::array({std::move(message)})}, {"maxTokens", 100}}};
}

using Run = std::function<Answer<Json>(const Json&, Call&)>;

// Asks these, and shows the answers.
Run asks(std::vector<Question> questions, std::string_view title) {
    return [questions = std::move(questions), title](const Json&, Call& call) -> Answer<Json> {
        const auto answers = call.ask(questions);
        if (!answers) return tl::unexpected(answers.error());
        return one_text(std::string{title} + dump(*answers));
    };
}

// Questions that arise from the answers before.
Answer<Json> multi_round(const Json&, Call& call) {
    const auto first = call.ask({name_form("step1")});
    if (!first) return tl::unexpected(first.error());
    const auto second = call.ask({form("step2", "What is your favourite colour?", R"({"color":{"type":"string"}})", R"(["color"])")});
    if (!second) return tl::unexpected(second.error());
    return one_text(dump({*first, *second}));
}

// Only what the client said it can do.
Answer<Json> by_capability(const Json&, Call& call) {
    std::vector<Question> questions;
    if (!call.lacks("elicitation")) questions.push_back(name_form());
    if (!call.lacks("sampling")) questions.push_back(sample("capital", "What is the capital of France?"));
    const auto answers = call.ask(questions);
    if (!answers) return tl::unexpected(answers.error());
    return one_text(dump(*answers));
}

Answer<Json> sampling(const Json& arguments, Call& call) {
    const auto answers = call.ask({sample("answer", text_in(arguments, "prompt").value_or(""))});
    if (!answers) return tl::unexpected(answers.error());
    return one_text("LLM response: " + (*answers)["answer"].value("/content/text"_json_pointer, "none"));
}

Answer<Json> elicited(const Question& question, std::string_view title, Call& call) {
    const auto answers = call.ask({question});
    if (!answers) return tl::unexpected(answers.error());
    const auto& answer = (*answers)[question.key];
    const Json* given = member(answer, "content");
    return one_text(std::string{title} + ": action=" + text_in(answer, "action").value_or("") + ", content=" + dump(given ? *given : Json::object()));
}

constexpr const char* defaults =
    R"({"name":{"type":"string","description":"User name","default":"John Doe"},"age":{"type":"integer","description":"User age","default":30},)"
    R"("score":{"type":"number","description":"User score","default":95.5},)"
    R"("status":{"type":"string","description":"User status","enum":["active","inactive","pending"],"default":"active"},)"
    R"("verified":{"type":"boolean","description":"Verification status","default":true}})";
constexpr const char* enums =
    R"~({"untitledSingle":{"type":"string","description":"Select one option","enum":["option1","option2","option3"]},)~"
    R"~("titledSingle":{"type":"string","description":"Select one option with titles","oneOf":[{"const":"value1","title":"First Option"},)~"
    R"~({"const":"value2","title":"Second Option"},{"const":"value3","title":"Third Option"}]},)~"
    R"~("legacyEnum":{"type":"string","description":"Select one option (legacy)","enum":["opt1","opt2","opt3"],"enumNames":["Option One","Option Two","Option Three"]},)~"
    R"~("untitledMulti":{"type":"array","description":"Select multiple options","minItems":1,"maxItems":3,"items":{"type":"string","enum":["option1","option2","option3"]}},)~"
    R"~("titledMulti":{"type":"array","description":"Select multiple options with titles","minItems":1,"maxItems":3,"items":{"anyOf":[)~"
    R"~({"const":"value1","title":"First Choice"},{"const":"value2","title":"Second Choice"},{"const":"value3","title":"Third Choice"}]}}})~";

}  // namespace

std::vector<Tool> asking_tools() {
    const Question roots{"client_roots", "roots/list"};
    const auto text_argument = [](const char* name) { return object_schema({{name, {{"type", "string"}}}}); };
    return {
        tool("test_sampling", "Has the client's model answer", sampling, text_argument("prompt")),
        tool("test_elicitation", "Asks a person", [](const Json& arguments, Call& call) {
            return elicited(form("user", text_in(arguments, "message").value_or(""), R"({"response":{"type":"string","description":"User's response"}})", R"(["response"])"), "User response", call);
        }, text_argument("message")),
        tool("test_elicitation_sep1034_defaults", "A form with defaults", [](const Json&, Call& call) {
            return elicited(form("user", "Please review and update the form fields with defaults", defaults, "[]"), "Elicitation completed", call);
        }),
        tool("test_elicitation_sep1330_enums", "A form with choices", [](const Json&, Call& call) {
            return elicited(form("user", "Please select options from the enum fields", enums, "[]"), "Elicitation completed", call);
        }),
        tool("test_input_required_result_elicitation", "Asks a person", asks({name_form()}, "Hello, ")),
        tool("test_input_required_result_sampling", "Asks a model", asks({sample("capital_question", "What is the capital of France?")}, "")),
        tool("test_input_required_result_list_roots", "Asks for roots", asks({roots}, "")),
        tool("test_input_required_result_request_state", "Hands out state", asks({form("confirm", "Please confirm", R"({"ok":{"type":"boolean"}})", R"(["ok"])")}, "state-ok ")),
        tool("test_input_required_result_multiple_inputs", "Asks three things", asks({name_form(), sample("greeting", "Generate a greeting"), roots}, "")),
        tool("test_input_required_result_multi_round", "Asks twice", multi_round),
        tool("test_input_required_result_tampered_state", "Guards its state", asks({form("confirm", "Please confirm", R"({"ok":{"type":"boolean"}})", R"(["ok"])")}, "")),
        tool("test_input_required_result_capabilities", "Asks what the client can do", by_capability),
    };
}

}  // namespace assay::mcp::fixture
