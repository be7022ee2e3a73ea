#include "face/mcp/consultation.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <mutex>

#include "core/nearest.h"
#include "core/text.h"

namespace assay::mcp {

namespace {

const cli::OptionSpec* option_of(const Consultation& consultation, const Parameter& parameter) {
    if (!consultation.command || parameter.option.empty()) return nullptr;
    for (const auto& option : consultation.command->options)
        if (option.name == parameter.option) return &option;
    return nullptr;
}

Takes takes(const Consultation& consultation, const Parameter& parameter) {
    const auto* option = option_of(consultation, parameter);
    if (!option) return parameter.takes;
    if (option->kind == cli::OptionKind::flag) return Takes::flag;
    const bool list = option->kind == cli::OptionKind::list || option->kind == cli::OptionKind::positional_list;
    return list ? Takes::texts : Takes::text;
}

std::vector<std::string_view> choices(const Consultation& consultation, const Parameter& parameter) {
    const auto* option = option_of(consultation, parameter);
    return option ? option->choices : parameter.choices;
}

bool fits(const Json& value, Takes takes) {
    switch (takes) {
        case Takes::text: return value.is_string();
        case Takes::flag: return value.is_boolean();
        case Takes::number: return value.is_number_integer() && value >= 0;
        case Takes::texts: return value.is_array() && std::all_of(value.begin(), value.end(), [](const Json& each) { return each.is_string(); });
    }
    return false;
}

std::string_view in_words(Takes takes) {
    switch (takes) {
        case Takes::text: return "a text";
        case Takes::flag: return "true or false";
        case Takes::number: return "a whole number";
        case Takes::texts: return "a list of texts";
    }
    return {};
}

Json property(const Consultation& consultation, const Parameter& parameter) {
    const auto* option = option_of(consultation, parameter);
    Json schema;
    switch (takes(consultation, parameter)) {
        case Takes::text: schema = {{"type", "string"}}; break;
        case Takes::flag: schema = {{"type", "boolean"}}; break;
        case Takes::number: schema = {{"type", "integer"}, {"minimum", 0}}; break;
        case Takes::texts: schema = {{"type", "array"}, {"items", {{"type", "string"}}}}; break;
    }
    if (const auto allowed = choices(consultation, parameter); !allowed.empty()) schema["enum"] = allowed;
    if (option && !option->initial.empty()) schema["default"] = option->initial;
    const auto about = parameter.about.empty() && option ? option->help : parameter.about;
    if (!about.empty()) schema["description"] = about;
    return schema;
}

const Parameter* parameter_named(const Consultation& consultation, std::string_view name) {
    for (const auto& parameter : consultation.parameters)
        if (parameter.name == name) return &parameter;
    return nullptr;
}

// The semaphore's slot for as long as this lives.
class LabSlot {
public:
    LabSlot(std::counting_semaphore<>& slots, const Call& call) : slots_{slots} {
        while (!(held_ = slots_.try_acquire_for(std::chrono::milliseconds{100})) && !call.stopped()) continue;
    }
    ~LabSlot() {
        if (held_) slots_.release();
    }
    LabSlot(const LabSlot&) = delete;
    LabSlot& operator=(const LabSlot&) = delete;

private:
    std::counting_semaphore<>& slots_;
    bool held_ = false;
};

Json consult(const Consultation& consultation, const Json& arguments, Call& call, Desk& desk) {
    if (auto good = check_arguments(consultation, arguments); !good) return tool_error(good.error().text());
    std::optional<LabSlot> slot;
    if (consultation.experiments) slot.emplace(desk.labs, call);
    auto result = consultation.run(arguments, call, desk);
    return result ? structured(std::move(*result)) : tool_error(desk.roots.masked(result.error().text()));
}

}  // namespace

Json input_schema(const Consultation& consultation) {
    Json properties = Json::object(), required = Json::array();
    for (const auto& parameter : consultation.parameters) {
        properties[std::string{parameter.name}] = property(consultation, parameter);
        if (parameter.required) required.push_back(parameter.name);
    }
    Json schema{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
    if (!required.empty()) schema["required"] = std::move(required);
    return schema;
}

Result<void> check_arguments(const Consultation& consultation, const Json& arguments) {
    for (const auto& [name, value] : arguments.items()) {
        const auto* parameter = parameter_named(consultation, name);
        if (!parameter) {
            std::vector<std::string_view> known;
            for (const auto& each : consultation.parameters) known.push_back(each.name);
            const auto near = nearest(name, known);
            return fail(fmt::format("'{}' has no argument '{}'{}", consultation.name, name, near.empty() ? "" : ": did you mean '" + near + "'?"));
        }
        const auto expected = takes(consultation, *parameter);
        if (!fits(value, expected)) return fail(fmt::format("'{}' must be {}", name, in_words(expected)));
        const auto allowed = choices(consultation, *parameter);
        if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), value.get<std::string>()) == allowed.end())
            return fail(fmt::format("'{}' must be one of {}", name, fmt::join(allowed, ", ")));
    }
    for (const auto& parameter : consultation.parameters)
        if (parameter.required && !member(arguments, parameter.name)) return fail(fmt::format("'{}' needs '{}'", consultation.name, parameter.name));
    return {};
}

cli::Arguments arguments_for(const Consultation& consultation, const Json& given) {
    auto arguments = cli::defaults_of(*consultation.command);
    for (const auto& parameter : consultation.parameters) {
        const Json* value = member(given, parameter.name);
        if (!value || parameter.option.empty()) continue;
        const std::string option{parameter.option};
        if (value->is_boolean()) {
            if (value->get<bool>()) arguments.values[option];
            continue;
        }
        if (value->is_array() && value->empty()) continue;
        arguments.given_names.push_back(option);
        arguments.values[option] = value->is_array() ? value->get<std::vector<std::string>>() : std::vector{value->get<std::string>()};
    }
    return arguments;
}

Tool tool_of(const Consultation& consultation, Desk& desk) {
    Json listing{{"name", consultation.name},
                 {"title", consultation.title},
                 {"description", consultation.about},
                 {"inputSchema", input_schema(consultation)},
                 {"outputSchema", Json::parse(consultation.output)},
                 {"annotations", {{"readOnlyHint", true}, {"idempotentHint", true}, {"openWorldHint", !desk.roots.database_names().empty()}}}};
    return {std::move(listing), [&consultation, &desk](const Json& arguments, Call& call) -> Answer<Json> { return consult(consultation, arguments, call, desk); }};
}

struct Following::State {
    std::mutex mutex;
    Call* call;  // nullptr once nobody follows
    int steps = 0;
    std::chrono::steady_clock::time_point told = {};

    explicit State(Call& followed) : call{&followed} {}

    // Thousands of steps may come in a second; a person reads a few.
    void tell(std::string_view what) {
        constexpr std::chrono::milliseconds pause{100};
        const std::lock_guard lock{mutex};
        const auto now = std::chrono::steady_clock::now();
        if (!call || now - told < pause) return;
        told = now;
        call->progress(++steps, {}, what);
    }
    bool stopped() {
        const std::lock_guard lock{mutex};
        return call && call->stopped();
    }
};

Following::Following(Call& call) : state_{std::make_shared<State>(call)} {}

Following::Following(Request& request, Call& call) : Following{call} {
    request.on_progress = listener();
    request.stop = stop();
}

Following::~Following() {
    const std::lock_guard lock{state_->mutex};
    state_->call = nullptr;
}

Progress::Listener Following::listener() const {
    return [state = state_](std::string_view what) { state->tell(what); };
}

std::function<bool()> Following::stop() const {
    return [state = state_] { return state->stopped(); };
}

}  // namespace assay::mcp
