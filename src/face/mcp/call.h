// Call: one request as a handler sees it, the same in both eras.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "face/mcp/outlet.h"
#include "face/mcp/seal.h"

namespace assay::mcp {

// What only the client can say: a form for a person, a completion, its roots.
struct Question {
    std::string key;     // names the answer
    std::string method;  // elicitation/create, sampling/createMessage or roots/list
    Json params = Json::object();
};

// One of RFC 5424's levels.
bool is_log_level(std::string_view text);

// Asks the client outright and waits for its answer (legacy).
using AskClient = std::function<Answer<Json>(const std::string& method, const Json& params)>;

class Call {
public:
    struct Client {
        std::string method = {};
        Json capabilities = Json::object();
        std::optional<std::string> log_level = {};  // from here on it wants to be told
        std::string principal = {};                 // who it is, where that is known
        AskClient ask = {};                         // none in the modern era: the answers come with the request
        bool legacy = false;
    };

    // A Fault when the request carries state that is not ours.
    static Answer<Call> make(Client client, const Json& params, Outlet& outlet, const Seal& seal);

    const Json& params() const { return *params_; }
    bool legacy() const { return client_.legacy; }
    const Json& capabilities() const { return client_.capabilities; }
    bool stopped() const { return outlet_->stopped(); }
    Outlet& outlet() { return *outlet_; }

    // Told only to clients that asked for it.
    void progress(double done, std::optional<double> total, std::string_view message);
    void log(std::string_view level, const Json& data);

    // The client's answers by their keys. A handler returns the Fault as it is: in the modern era it asks for what is
    // missing, and the client sends the request again with it.
    Answer<Json> ask(const std::vector<Question>& questions);
    // Nothing when the client declared it ("sampling").
    std::optional<Fault> lacks(std::string_view capability) const;

private:
    Call(Client client, const Json& params, Outlet& outlet, const Seal& seal);
    Answer<Json> ask_outright(const std::vector<Question>& questions);
    std::string closed_state() const;
    Json fingerprint() const;

    Client client_;
    const Json* params_;
    Outlet* outlet_;
    const Seal* seal_;
    Json answers_ = Json::object();
    double last_progress_ = -1;
};

}  // namespace assay::mcp
