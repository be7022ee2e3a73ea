// SARIF 2.1.0 (OASIS), for code scanning: rules with their pages, results with stable fingerprints.
#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "render/json_writer.h"
#include "render/plain.h"
#include "render/view.h"

namespace assay::rendering {

namespace {

// RFC 3986: what may stand in a path is kept, every other byte is percent-encoded. A URL of a source
// ("postgres://db/shop") becomes a relative path, as code scanning refuses other schemes than file.
std::string uri_of(std::string_view path) {
    static constexpr std::string_view kept = "-._~/!$&()*+,;=@";
    std::string uri;
    for (char c : replaced(std::string{path}, "://", "/")) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || kept.find(c) != kept.npos)
            uri += c;
        else
            uri += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
    return uri;
}

// "file:line" or "file:line:column", as evidence names its place.
std::optional<Location> parsed_place(std::string_view where) {
    const auto number_at_end = [&]() -> int {
        const auto colon = where.rfind(':');
        if (colon == where.npos || colon == 0) return 0;
        int number = 0;
        const char* const end = where.data() + where.size();
        const auto [stop, error] = std::from_chars(where.data() + colon + 1, end, number);
        if (error != std::errc{} || stop != end || number <= 0) return 0;
        where = where.substr(0, colon);
        return number;
    };
    const int last = number_at_end();
    if (last == 0) return {};
    const int before = number_at_end();
    return before > 0 ? Location{std::string{where}, before, last} : Location{std::string{where}, last, 0};
}

std::string_view level_of(Severity severity) {
    return name(severity);
}  // the same three words

// The scale of code scanning: 7 to 8.9 is high, 4 to 6.9 medium, below low.
std::string_view security_severity(Severity severity) {
    return severity == Severity::error ? "8.0" : severity == Severity::warning ? "5.5" : "2.0";
}

class SarifRenderer {
public:
    explicit SarifRenderer(const View& view) : view_{view} {}

    std::string whole() {
        json_.object([&] {
            json_.member(
                "$schema",
                "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
            json_.member("version", "2.1.0");
            json_.array("runs", [&] { json_.object([&] { run(); }); });
        });
        return json_.take();
    }

private:
    void text(std::string_view name, std::string_view content) {
        json_.object(name, [&] { json_.member("text", content); });
    }

    void run() {
        json_.object("tool", [&] {
            json_.object("driver", [&] {
                json_.member("name", "Assay");
                json_.member("version", view_.version);
                json_.member("semanticVersion", view_.version);
                json_.array("rules", [&] {
                    for (const ShownRule& rule : view_.rules) write_rule(rule);
                });
            });
        });
        json_.object("automationDetails", [&] { json_.member("id", "assay/check/"); });
        json_.array("invocations", [&] { json_.object([&] { invocation(); }); });
        json_.member("columnKind", "unicodeCodePoints");
        json_.array("results", [&] {
            for (const ShownFinding& finding : view_.findings) json_.object([&] { result(finding); });
        });
    }

    void write_rule(const ShownRule& rule) {
        json_.object([&] {
            json_.member("id", rule.id);
            json_.member("name", rule.short_name);
            text("shortDescription", rule.title);
            json_.object("help", [&] {
                json_.member("text", "assay explain " + rule.id);
                if (!rule.page.empty()) json_.member("markdown", rule.page);
            });
            json_.object("defaultConfiguration", [&] { json_.member("level", level_of(rule.severity)); });
            json_.object("properties", [&] {
                json_.array("tags", [&] { json_.value(name(rule.effect)); });
                if (!rule.basis.empty()) json_.member("basis", rule.basis);
                if (rule.effect == Effect::security || rule.effect == Effect::data_loss)
                    json_.member("security-severity", security_severity(rule.severity));
            });
        });
    }

    // What was not run and not read stands here, so that an empty list of results is not taken for more.
    void invocation() {
        json_.member("executionSuccessful", true);
        if (!view_.command.empty()) json_.member("commandLine", view_.command);
        json_.array("toolConfigurationNotifications", [&] {
            for (const Missing& missing : view_.missing)
                for (const std::size_t rule : missing.rules)
                    notification("note", fmt::format("not run: needs {}", missing.needs), rule);
        });
        json_.array("toolExecutionNotifications", [&] {
            for (const auto& [source, reason] : view_.unread)
                notification("warning", fmt::format("{} was not read: {}", source, reason), {});
        });
    }

    void notification(std::string_view level, std::string_view message, std::optional<std::size_t> rule) {
        json_.object([&] {
            json_.member("level", level);
            text("message", message);
            if (!rule) return;
            json_.object("associatedRule", [&] {
                json_.member("id", view_.rules[*rule].id);
                json_.member("index", *rule);
            });
        });
    }

    void result(const ShownFinding& finding) {
        const bool refuted = finding.proof_state == ProofState::refuted;
        json_.member("ruleId", view_.rule_of(finding).id);
        json_.member("ruleIndex", finding.rule);
        json_.member("kind", refuted ? "pass" : "fail");
        json_.member("level", refuted ? "none" : level_of(finding.severity));
        text("message", message_of(finding));
        json_.array("locations", [&] { json_.object([&] { location(finding); }); });
        related_locations(finding);
        json_.object("partialFingerprints", [&] { json_.member("assayKey/v1", finding.key); });
        if (finding.fix && !finding.fix->edits.empty()) fixes(*finding.fix);
        if (!finding.suppressed.empty()) suppressions(finding);
        json_.object("properties", [&] { properties(finding); });
    }

    std::string message_of(const ShownFinding& finding) {
        std::string message = finding.object + ": " + finding.message;
        if (finding.count > 1) message += fmt::format(" (and {} more)", finding.count - 1);
        if (finding.fix && !finding.fix->statement.empty())
            message += fmt::format("\nFix ({}): {}", safety_text(*finding.fix), finding.fix->statement);
        return message;
    }

    // Code scanning refuses the whole file for one result without a physical location; a finding about a
    // live database is placed in the source that was read.
    void location(const ShownFinding& finding) {
        const std::string source = view_.read.empty() ? "database" : view_.read.front().source;
        physical_location(finding.location.value_or(Location{source, 0, 0}));
        json_.array("logicalLocations",
                    [&] { json_.object([&] { json_.member("fullyQualifiedName", finding.object); }); });
    }

    void physical_location(const Location& place) {
        json_.object("physicalLocation", [&] {
            json_.object("artifactLocation", [&] { json_.member("uri", uri_of(place.file)); });
            if (place.line <= 0) return;
            json_.object("region", [&] {
                json_.member("startLine", place.line);
                if (place.column > 0) json_.member("startColumn", place.column);
            });
        });
    }

    void related_locations(const ShownFinding& finding) {
        std::vector<std::pair<Location, std::string_view>> places;
        for (const auto& [where, quote] : finding.evidence)
            if (auto place = parsed_place(where)) places.emplace_back(std::move(*place), quote);
        if (places.empty()) return;
        json_.array("relatedLocations", [&] {
            for (std::size_t i = 0; i < places.size(); ++i)
                json_.object([&] {
                    json_.member("id", i + 1);
                    physical_location(places[i].first);
                    text("message", places[i].second);
                });
        });
    }

    void fixes(const ShownFix& fix) {
        json_.array("fixes", [&] {
            json_.object([&] {
                text("description", fix.title.empty() ? safety_text(fix) : fix.title);
                json_.array("artifactChanges", [&] { artifact_changes(fix.edits); });
            });
        });
    }

    // One change for each file, in the order in which the files first appear.
    void artifact_changes(const std::vector<Edit>& edits) {
        std::vector<std::string_view> files;
        for (const Edit& edit : edits)
            if (std::find(files.begin(), files.end(), edit.file) == files.end()) files.push_back(edit.file);
        for (const auto file : files)
            json_.object([&] {
                json_.object("artifactLocation", [&] { json_.member("uri", uri_of(file)); });
                json_.array("replacements", [&] {
                    for (const Edit& edit : edits)
                        if (edit.file == file) replacement(edit);
                });
            });
    }

    void replacement(const Edit& edit) {
        json_.object([&] {
            json_.object("deletedRegion", [&] {
                json_.member("byteOffset", edit.start);
                json_.member("byteLength", edit.end - edit.start);
            });
            text("insertedContent", edit.replacement);
        });
    }

    void suppressions(const ShownFinding& finding) {
        json_.array("suppressions", [&] {
            json_.object([&] {
                json_.member("kind", "external");
                json_.member("justification", finding.suppressed);
            });
        });
    }

    void properties(const ShownFinding& finding) {
        json_.member("key", finding.key);
        json_.member("proofState", finding.proof_text);
        if (finding.proof) proof("proof", *finding.proof);
        if (!finding.also.empty())
            json_.array("also", [&] {
                for (const auto& object : finding.also) json_.value(object);
            });
        if (!finding.fix) return;
        json_.member("fixSafety", name(finding.fix->safety));
        if (!finding.fix->statement.empty()) json_.member("fixStatement", finding.fix->statement);
        if (finding.fix->proof) proof("fixProof", *finding.fix->proof);
    }

    void proof(std::string_view name, const ShownProof& proof) {
        json_.object(name, [&] {
            json_.member("method", proof.method);
            json_.member("before", proof.before);
            json_.member("after", proof.after);
        });
    }

    const View& view_;
    JsonWriter json_;
};

}  // namespace

std::string sarif(const View& view) {
    return SarifRenderer{view}.whole();
}

}  // namespace assay::rendering
