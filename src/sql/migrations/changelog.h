// Changelog: Liquibase's XML, YAML and JSON read into one tree of names, attributes and children.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace assay::sql {

struct Element {
    std::string name;
    std::map<std::string, std::string, std::less<>> attributes = {};
    std::string text = {};  // what stands in it
    std::vector<Element> children = {};
    std::size_t offset = 0, end = 0;  // in the file; of XML the line's first byte that is no blank

    std::string_view attribute(std::string_view key) const;
    bool is_true(std::string_view key) const { return attribute(key) == "true"; }
    bool is_false(std::string_view key) const { return attribute(key) == "false"; }
    const Element* child(std::string_view child_name) const;
};

// The element databaseChangeLog. An Error says where the file is none.
Result<Element> read_changelog_xml(std::string_view text, const std::string& file);
// JSON too. Mappings under a list's name become children of its items' names, as they are in XML.
Result<Element> read_changelog_yaml(std::string_view text, const std::string& file);
Result<Element> read_changelog(std::string_view text, const std::string& file);

}  // namespace assay::sql
