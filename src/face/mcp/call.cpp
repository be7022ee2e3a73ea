#include "face/mcp/call.h"

#include <algorithm>
#include <chrono>
#include <iterator>

namespace assay::mcp {

namespace {

constexpr std::string_view levels[]{"debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"};
constexpr std::chrono::seconds state_lives{600};

std::ptrdiff_t weight(std::string_view level) { return std::find(std::begin(levels), std::end(levels), level) - std::begin(levels); }

std::int64_t seconds_now() {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string_view capability_for(std::string_view method) {
    if (method == "elicitation/create") return "elicitation";
    if (method == "sampling/createMessage") return "sampling";
    return "roots";
}

}  // namespace

bool is_log_level(std::string_view text) { return weight(text) < std::ssize(levels); }

Call::Call(Client client, const Json& params, Outlet& outlet, const Seal& seal)
    : client_{std::move(client)}, params_{&params}, outlet_{&outlet}, seal_{&seal} {}

Answer<Call> Call::make(Client client, const Json& params, Outlet& outlet, const Seal& seal) {
    Call call{std::move(client), params, outlet, seal};
    if (call.client_.legacy) return call;
    if (const Json* text = member(params, "requestState")) {
        const auto state = text->is_string() ? seal.open(text->get<std::string>()) : std::nullopt;
        if (!state || (*state)["for"] != call.fingerprint() || (*state)["until"].get<std::int64_t>() < seconds_now())
            return refuse(code::invalid_params, "\"requestState\" is not what this server gave for this request, or it is too old");
        call.answers_ = (*state)["answers"];
    }
    if (const Json* given = member(params, "inputResponses"); given && given->is_object())
        for (const auto& [key, answer] : given->items())
            if (answer.is_object()) call.answers_[key] = answer;
    return call;
}

// What the state belongs to: nobody else, and no other request, may use it.
Json Call::fingerprint() const {
    const auto part = [this](std::string_view name) {
        const Json* found = member(*params_, name);
        return found ? *found : Json{};
    };
    return sha256(dump({client_.principal, client_.method, part("name"), part("uri"), part("arguments")}));
}

std::string Call::closed_state() const {
    return seal_->close({{"for", fingerprint()}, {"until", seconds_now() + state_lives.count()}, {"answers", answers_}});
}

void Call::progress(double done, std::optional<double> total, std::string_view message) {
    const Json* meta = member(*params_, "_meta");
    const Json* token = meta ? member(*meta, "progressToken") : nullptr;
    if (!token || done <= last_progress_) return;  // it must grow
    last_progress_ = done;
    Json params{{"progressToken", *token}, {"progress", done}};
    if (total) params["total"] = *total;
    if (!message.empty()) params["message"] = message;
    outlet_->send(notification("notifications/progress", std::move(params)));
}

void Call::log(std::string_view level, const Json& data) {
    if (!client_.log_level || weight(level) < weight(*client_.log_level)) return;
    outlet_->send(notification("notifications/message", {{"level", level}, {"logger", "assay"}, {"data", data}}));
}

std::optional<Fault> Call::lacks(std::string_view capability) const {
    if (member(client_.capabilities, capability)) return {};
    return Fault{code::missing_capability, "this needs a client with the capability " + std::string{capability},
                 {{"requiredCapabilities", {{std::string{capability}, Json::object()}}}}};
}

Answer<Json> Call::ask(const std::vector<Question>& questions) {
    for (const auto& question : questions)
        if (auto fault = lacks(capability_for(question.method))) return tl::unexpected(std::move(*fault));
    if (client_.ask) return ask_outright(questions);
    Json missing = Json::object(), answers = Json::object();
    for (const auto& question : questions) {
        if (const Json* known = member(answers_, question.key))
            answers[question.key] = *known;
        else
            missing[question.key] = {{"method", question.method}, {"params", question.params}};
    }
    if (missing.empty()) return answers;
    Json result{{"resultType", "input_required"}, {"inputRequests", std::move(missing)}, {"requestState", closed_state()}};
    return tl::unexpected<Fault>(Fault{.code = 0, .message = {}, .data = std::move(result), .needs_input = true});
}

Answer<Json> Call::ask_outright(const std::vector<Question>& questions) {
    Json answers = Json::object();
    for (const auto& question : questions) {
        auto answer = client_.ask(question.method, question.params);
        if (!answer) return answer;
        answers[question.key] = std::move(*answer);
    }
    return answers;
}

}  // namespace assay::mcp
