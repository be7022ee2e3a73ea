// EXPLAIN's YAML: a list of statements; auto_explain writes a mapping.
#include <fmt/core.h>
#include <libfyaml.h>

#include <memory>

#include "domain/query/read/plan_tree.h"
#include "world/limits.h"

namespace assay::query {

namespace {

struct DocumentCloser {
    void operator()(fy_document* document) const { fy_document_destroy(document); }
};
using Document = std::unique_ptr<fy_document, DocumentCloser>;

int line_of(fy_node* node) {
    fy_token* token = fy_node_is_scalar(node) ? fy_node_get_scalar_token(node) : nullptr;
    const fy_mark* mark = token ? fy_token_start_mark(token) : nullptr;
    return mark ? mark->line + 1 : 0;
}

std::string text_of(fy_node* node) {
    std::size_t length = 0;
    const char* text = node ? fy_node_get_scalar(node, &length) : nullptr;
    return text ? std::string{text, length} : std::string{};
}

PlanTree tree_of(fy_node* node, int depth);

PlanTree mapping_of(fy_node* node, int depth) {
    PlanTree tree = PlanTree::object();
    void* at = nullptr;
    while (fy_node_pair* pair = fy_node_mapping_iterate(node, &at)) {
        fy_node* key = fy_node_pair_key(pair);
        if (tree.line == 0) tree.line = line_of(key);
        tree.add(text_of(key), tree_of(fy_node_pair_value(pair), depth + 1));
    }
    return tree;
}

PlanTree tree_of(fy_node* node, int depth) {
    if (!node || depth > 2 * limits::plan_depth + 16) return {};
    if (fy_node_is_mapping(node)) return mapping_of(node, depth);
    if (!fy_node_is_sequence(node)) return PlanTree::scalar(text_of(node), line_of(node));
    PlanTree tree = PlanTree::list();
    void* at = nullptr;
    while (fy_node* item = fy_node_sequence_iterate(node, &at)) {
        tree.add({}, tree_of(item, depth + 1));
        if (tree.line == 0) tree.line = tree.members.back().second.line;
    }
    return tree;
}

}  // namespace

Result<PlanTrees> read_plan_yaml(std::string_view text) {
    fy_parse_cfg config{};
    config.flags = static_cast<fy_parse_cfg_flags>(FYPCF_QUIET | FYPCF_DISABLE_RECYCLING);
    const std::string own{text};  // the document keeps pointers into it
    const Document document{fy_document_build_from_string(&config, own.data(), own.size())};
    if (!document) return fail("not YAML as EXPLAIN writes it: expected a list of mappings that begin with \"Plan\"");
    return statements_of(tree_of(fy_document_root(document.get()), 0));
}

}  // namespace assay::query
