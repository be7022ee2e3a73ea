// Liquibase's YAML and JSON, by libfyaml.
#include <libfyaml.h>

#include <memory>

#include "core/text.h"
#include "sql/migrations/changelog.h"
#include "world/limits.h"

namespace assay::sql {

namespace {

struct Closer {
    void operator()(fy_document* document) const { fy_document_destroy(document); }
    void operator()(fy_diag* diagnosis) const { fy_diag_destroy(diagnosis); }
};

std::string text_of(fy_node* node) {
    std::size_t length = 0;
    const char* text = node && fy_node_is_scalar(node) ? fy_node_get_scalar(node, &length) : nullptr;
    return text ? std::string{text, length} : std::string{};
}

std::size_t offset_of(fy_node* scalar) {
    fy_token* token = scalar && fy_node_is_scalar(scalar) ? fy_node_get_scalar_token(scalar) : nullptr;
    const fy_mark* mark = token ? fy_token_start_mark(token) : nullptr;
    return mark ? mark->input_pos : 0;
}

void fill(Element& element, fy_node* value, int depth);

Element element_of(std::string name, fy_node* key, fy_node* value, int depth) {
    Element made{.name = std::move(name), .offset = offset_of(key)};
    fill(made, value, depth + 1);
    return made;
}

// A list under "columns" or "changes" holds mappings of one name each: those are the children.
void fill_from_list(Element& element, fy_node* list, int depth) {
    void* at = nullptr;
    while (fy_node* item = fy_node_sequence_iterate(list, &at)) {
        if (fy_node_is_mapping(item)) fill(element, item, depth + 1);
        else element.children.push_back({.name = "item", .text = text_of(item), .offset = offset_of(item)});
    }
}

void fill(Element& element, fy_node* value, int depth) {
    if (!value || depth > limits::changelog_depth) return;
    if (fy_node_is_scalar(value)) {
        element.text = text_of(value);
        return;
    }
    if (fy_node_is_sequence(value)) return fill_from_list(element, value, depth);
    void* at = nullptr;
    while (fy_node_pair* pair = fy_node_mapping_iterate(value, &at)) {
        fy_node* key = fy_node_pair_key(pair);
        fy_node* inner = fy_node_pair_value(pair);
        const auto name = text_of(key);
        if (fy_node_is_scalar(inner)) element.attributes[name] = text_of(inner);
        else if (fy_node_is_sequence(inner) && (name == "changes" || name == "columns")) fill_from_list(element, inner, depth + 1);
        else element.children.push_back(element_of(name, key, inner, depth));
    }
}

void set_ends(Element& element, std::size_t end) {
    element.end = end;
    for (std::size_t i = 0; i < element.children.size(); ++i) set_ends(element.children[i], i + 1 < element.children.size() ? element.children[i + 1].offset : end);
}

}  // namespace

Result<Element> read_changelog_yaml(std::string_view text, const std::string& file) {
    // libfyaml 0.7.12 does not come to an end on some broken directives, which no changelog has.
    if (starts_with(text, "%") || text.find("\n%") != text.npos) return fail("expected a mapping with databaseChangeLog, without directives (%)", {file, 1, 1});
    fy_parse_cfg config{};
    config.flags = static_cast<fy_parse_cfg_flags>(FYPCF_QUIET | FYPCF_DISABLE_RECYCLING);
    // Else it writes to standard error whatever is wrong.
    fy_diag_cfg silent;
    fy_diag_cfg_default(&silent);
    silent.fp = nullptr;
    silent.output_fn = [](fy_diag*, void*, const char*, std::size_t) {};
    const std::unique_ptr<fy_diag, Closer> diagnosis{fy_diag_create(&silent)};
    config.diag = diagnosis.get();
    const std::string own{text};  // the document keeps pointers into it
    const std::unique_ptr<fy_document, Closer> document{fy_document_build_from_string(&config, own.data(), own.size())};
    fy_node* root = document ? fy_document_root(document.get()) : nullptr;
    fy_node* log = root && fy_node_is_mapping(root) ? fy_node_mapping_lookup_by_string(root, "databaseChangeLog", static_cast<std::size_t>(-1)) : nullptr;
    if (!log) return fail("expected a mapping with databaseChangeLog", {file, 1, 1});
    Element made{.name = "databaseChangeLog"};
    fill(made, log, 0);
    set_ends(made, text.size());
    return made;
}

}  // namespace assay::sql
