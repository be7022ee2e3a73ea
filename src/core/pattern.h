// Pattern: a Perl-compatible regular expression, compiled once, with a limit on what a match may cost.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

// Letters match whatever their case. Several threads may search with one pattern.
class Pattern {
public:
    explicit Pattern(std::string_view text);  // valid() tells whether it is one
    Pattern(Pattern&&) noexcept;
    ~Pattern();

    // Makes searches several times as fast, and costs as much as some dozens of them.
    void make_fast();

    bool valid() const { return compiled_ != nullptr; }
    // A text on which a search would take too long counts as one without a match.
    bool found_in(std::string_view text) const;
    // What the first group took in each match, in order.
    std::vector<std::string> first_groups_in(std::string_view text) const;
    // The text with every match replaced.
    std::string replaced_in(std::string_view text, std::string_view with) const;

private:
    struct Compiled;
    std::unique_ptr<Compiled> compiled_;
};

}  // namespace assay
