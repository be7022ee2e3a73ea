// JSON: the contract that docs/schema/check.schema.json states.
#include <cmath>

#include "render/json_writer.h"
#include "render/view.h"

namespace assay::rendering {

namespace {

void write_location(JsonWriter& json, const ShownFinding& finding) {
    if (!finding.location) return json.null_member("location");
    json.object("location", [&] {
        json.member("file", finding.location->file);
        json.member("line", finding.location->line);
        json.member("column", finding.location->column);
    });
}

void write_proof(JsonWriter& json, const std::optional<ShownProof>& proof) {
    if (!proof) return json.null_member("proof");
    json.object("proof", [&] {
        json.member("method", proof->method);
        json.member("before", proof->before);
        json.member("after", proof->after);
    });
}

void write_fix(JsonWriter& json, const std::optional<ShownFix>& fix) {
    if (!fix) return json.null_member("fix");
    json.object("fix", [&] {
        json.member("title", fix->title);
        json.member_or_null("statement", fix->statement);
        json.array("edits", [&] {
            for (const Edit& edit : fix->edits)
                json.object([&] {
                    json.member("file", edit.file);
                    json.member("start", edit.start);
                    json.member("end", edit.end);
                    json.member("replacement", edit.replacement);
                });
        });
        json.member("safety", name(fix->safety == Safety::none ? Safety::manual : fix->safety));
        write_proof(json, fix->proof);
    });
}

void write_finding(JsonWriter& json, const View& view, const ShownFinding& finding) {
    const ShownRule& rule = view.rule_of(finding);
    json.object([&] {
        json.member("rule", rule.id);
        json.member("severity", name(finding.severity));
        json.member("effect", name(rule.effect));
        json.member("object", finding.object);
        json.member("message", finding.message);
        write_location(json, finding);
        json.array("evidence", [&] {
            for (const auto& [where, quote] : finding.evidence)
                json.object([&] {
                    json.member("where", where);
                    json.member("quote", quote);
                });
        });
        json.member("proof_state", finding.proof_text);
        write_proof(json, finding.proof);
        write_fix(json, finding.fix);
        json.member("count", finding.count);
        json.texts("also", finding.also);
        json.member_or_null("suppressed", finding.suppressed);
        json.member("key", finding.key);
    });
}

// Milliseconds are as exact as a duration means anything.
double rounded(double seconds) {
    return std::round(seconds * 1000) / 1000;
}

void write_summary(JsonWriter& json, const View& view) {
    const Counts& counts = view.counts;
    json.object("summary", [&] {
        json.member("errors", counts.errors);
        json.member("warnings", counts.warnings);
        json.member("notes", counts.notes);
        json.member("proven", counts.proven);
        json.member("fixes", counts.fixes);
        json.member("fixes_tried", counts.fixes_tried);
        json.member("suppressed", counts.suppressed);
        json.member("refuted", counts.refuted);
        json.member("seconds", rounded(view.seconds));
        json.member("proof_seconds", rounded(view.proof_seconds));
        json.member("command", view.command);
    });
}

}  // namespace

std::string json(const View& view, const RenderOptions& options) {
    JsonWriter json;
    json.object([&] {
        json.member("assay", view.version);
        json.member("schema_version", 1);
        json.array("findings", [&] {
            for (const ShownFinding& finding : view.findings) write_finding(json, view, finding);
        });
        json.array("not_run", [&] {
            for (const Missing& missing : view.missing)
                for (const std::size_t rule : missing.rules)
                    json.object([&] {
                        json.member("rule", view.rules[rule].id);
                        json.member("needs", missing.needs);
                    });
        });
        json.array("unread", [&] {
            for (const auto& [source, reason] : view.unread)
                json.object([&] {
                    json.member("source", source);
                    json.member("reason", reason);
                });
        });
        json.array("read", [&] {
            for (const auto& [source, what] : view.read)
                json.object([&] {
                    json.member("source", source);
                    json.member("what", what);
                });
        });
        write_summary(json, view);
        if (options.more_json) options.more_json(json);
    });
    return json.take();
}

}  // namespace assay::rendering
