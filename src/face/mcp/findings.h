// Findings as an assistant reads them: the worst first, short, a page at a time; and what tools do with a run.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "face/mcp/consultation.h"
#include "world/cleanup.h"

namespace assay::mcp {

// "report", "findings" from this one on, "next", "total", and with the first page what was read, not read and not run.
Json page_of_findings(const Kept& kept, std::size_t first);
extern const std::string_view page_of_findings_schema;

// Where an argument holds the text itself: a file of that text in a folder that goes with this.
class TextAsFile {
public:
    static Result<TextAsFile> make(std::string_view text, std::string_view name);
    std::string path() const { return (folder_.path() / name_).string(); }
    const std::filesystem::path& folder() const { return folder_.path(); }

private:
    TextAsFile(PrivateFolder folder, std::string_view name) : folder_{std::move(folder)}, name_{name} {}
    PrivateFolder folder_;
    std::string name_;
};

// The text that an argument gives in place of files, as a file; nothing where `sources` name files. An Error where
// neither is there.
Result<std::optional<TextAsFile>> text_instead_of_sources(const Json& arguments, std::string_view argument, std::string_view name);

// A text that is too long for a result, cut at the end of a line; it says so itself.
std::string cut(std::string_view text, std::size_t most_bytes);

// Admits what the run reads (or has it read the text), finds, proves, and keeps the report.
Result<std::shared_ptr<Kept>> run_and_keep(std::unique_ptr<cli::Run> run, std::string_view title, std::optional<TextAsFile> text, Call& call,
                                           Desk& desk);
// The report that the argument "report" names.
Result<std::shared_ptr<Kept>> kept_for(const Json& arguments, Desk& desk);

inline constexpr std::size_t result_bytes = 5'000;  // about 1,500 tokens

// The first of a list, as `shown` gives them, as long as they take no more than so many bytes; the first one whatever it takes.
template <class List, class Shown>
Json as_many_as_fit(const List& list, std::size_t most_bytes, Shown shown) {
    Json result = Json::array();
    std::size_t bytes = 0;
    for (const auto& each : list) {
        Json next = shown(each);
        bytes += dump(next).size();
        if (!result.empty() && bytes > most_bytes) break;
        result.push_back(std::move(next));
    }
    return result;
}

}  // namespace assay::mcp
