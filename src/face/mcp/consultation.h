// Consultation: one tool of assay; each lies in a file of its own in tools/. Most are a command of the command line,
// whose options they take and whose work they do.
#pragma once

#include <memory>
#include <semaphore>
#include <string>
#include <string_view>
#include <vector>

#include "face/cli/command.h"
#include "face/mcp/roots.h"
#include "face/mcp/server.h"
#include "face/mcp/shelf.h"

namespace assay::mcp {

// What all consultations of one server share.
struct Desk {
    Roots roots;
    Shelf shelf;
    std::counting_semaphore<> labs;  // so many may experiment at once
};

enum class Takes : unsigned char { text, texts, flag, number };

struct Parameter {
    std::string_view name;
    std::string_view option = {};  // the command's, which says what may be given
    std::string_view about = {};   // where it is not enough what the option's help says
    Takes takes = Takes::text;     // of what is no option
    bool required = false;
    std::vector<std::string_view> choices = {};  // of what is no option
};

struct Consultation {
    std::string_view name;
    std::string_view title;
    std::string_view about;
    const cli::Command* command = nullptr;
    std::vector<Parameter> parameters;
    std::string_view output;   // the schema of the result
    Result<Json> (*run)(const Json& arguments, Call& call, Desk& desk);
    bool experiments = true;   // waits for a lab
    std::vector<std::string_view> verbs = {};  // other commands whose work it does
};

// Each is defined in a file of its own in tools/.
namespace tools {
extern const Consultation check, report, fix, map, sql, explain, query_explain, query_lint, query_index, query_log, migrate, doctor;
}

// In the order in which they are listed.
const std::vector<const Consultation*>& consultations();

Tool tool_of(const Consultation& consultation, Desk& desk);
Json input_schema(const Consultation& consultation);
// An Error names the argument and what was expected.
Result<void> check_arguments(const Consultation& consultation, const Json& arguments);
// As the command would have got them.
cli::Arguments arguments_for(const Consultation& consultation, const Json& arguments);

// While it lives, a run tells the call how far it is and asks it whether to go on. The run may live longer.
class Following {
public:
    Following(Request& request, Call& call);
    explicit Following(Call& call);
    ~Following();
    Following(const Following&) = delete;
    Following& operator=(const Following&) = delete;

    Progress::Listener listener() const;
    std::function<bool()> stop() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace assay::mcp
