#include "render/page_text.h"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "core/text.h"
#include "render/plain.h"

namespace assay::rendering {

namespace {

constexpr std::string_view bold = "1", dim = "2";

// [words](address): the words, and the address where it is of the web.
std::string without_links(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const auto open = text.find('[', at), close = open == text.npos ? open : text.find("](", open), end = close == text.npos ? close : text.find(')', close);
        if (end == text.npos) return result.append(text.substr(at));
        const auto words = text.substr(open + 1, close - open - 1), address = text.substr(close + 2, end - close - 2);
        if (words.find('[') != words.npos) {  // an earlier bracket that is no link
            result.append(text.substr(at, open + 1 - at));
            at = open + 1;
            continue;
        }
        result.append(text.substr(at, open - at)).append(words);
        if (address.find("://") != address.npos) result.append(" (").append(address).append(")");
        at = end + 1;
    }
    return result;
}

std::string shown_words(std::string_view text) { return replaced(without_links(text), "**", ""); }

bool is_item(std::string_view line) {
    const auto text = trimmed(line);
    const auto dot = text.find(". ");
    return starts_with(text, "- ") || starts_with(text, "* ") || (dot != text.npos && dot > 0 && dot < 3 && text.find_first_not_of("0123456789") == dot);
}

std::vector<std::string> cells_of(std::string_view row) {
    row = trimmed(row);
    row.remove_prefix(1);
    if (ends_with(row, "|")) row.remove_suffix(1);
    std::vector<std::string> cells;
    for (const auto cell : split(row, '|')) cells.push_back(shown_words(trimmed(cell)));
    return cells;
}

bool is_rule_of_table(std::string_view row) { return row.find_first_not_of("|-: ") == row.npos; }

class PageRenderer {
public:
    explicit PageRenderer(const PageLayout& layout) : layout_{layout} {}

    std::string whole(std::string_view markdown) {
        bool front = starts_with(markdown, "---\n");
        bool first = true;
        for (const auto line : lines_of(markdown)) {
            if (front && !first && line == "---")
                front = false;
            else if (!front)
                take(line);
            first = false;
        }
        end_paragraph();
        while (ends_with(out_, "\n\n")) out_.pop_back();
        return std::move(out_);
    }

private:
    void put(std::string_view text, std::string_view style = {}) {
        if (layout_.colour && !style.empty())
            out_ += fmt::format("\x1b[{}m{}\x1b[0m\n", style, text);
        else
            out_.append(text).append("\n");
    }
    void blank() {
        if (!out_.empty() && !ends_with(out_, "\n\n")) out_ += "\n";
    }

    void take(std::string_view line) {
        if (in_block_) return starts_with(trimmed(line), "```") ? end_block() : block_line(line);
        if (starts_with(line, "```")) return begin_block(line);
        const auto text = trimmed(line);
        if (text.empty()) {
            end_paragraph();
            blank();
        } else if (line.front() == '#' && line.find_first_not_of('#') != line.npos) {
            end_paragraph();
            blank();
            put(shown_words(trimmed(line.substr(line.find_first_not_of('#')))), bold);
        } else if (line.front() == '|') {
            if (!is_rule_of_table(line)) table_.push_back(cells_of(line));
        } else {
            if (is_item(line)) end_paragraph();
            paragraph_ += (paragraph_.empty() ? "" : " ") + std::string{paragraph_.empty() ? line : text};
        }
    }

    // An item of a list hangs behind its mark.
    void end_paragraph() {
        end_table();
        if (paragraph_.empty()) return;
        const auto text = shown_words(prose(paragraph_));
        const auto hang = is_item(text) ? text.find(' ') + 1 : 0;
        const auto indent = paragraph_.find_first_not_of(' ');
        const auto room = std::max(layout_.width - static_cast<int>(hang + indent), 20);
        bool first = true;
        for (const auto& line : wrapped(text.substr(hang), room)) {
            put(std::string(indent, ' ') + (first ? text.substr(0, hang) : std::string(hang, ' ')) + line);
            first = false;
        }
        paragraph_.clear();
    }

    // Columns as wide as what stands in them, the last one wrapped where that is too wide.
    void end_table() {
        if (table_.empty()) return;
        std::vector<int> widths;
        for (const auto& row : table_)
            for (std::size_t i = 0; i < row.size(); ++i) {
                if (i >= widths.size()) widths.push_back(0);
                widths[i] = std::max(widths[i], display_width(row[i]));
            }
        for (const auto& row : table_) table_row(row, widths, &row == &table_.front());
        table_.clear();
    }

    void table_row(const std::vector<std::string>& row, const std::vector<int>& widths, bool is_head) {
        std::string before;
        for (std::size_t i = 0; i + 1 < row.size(); ++i)
            before += row[i] + std::string(static_cast<std::size_t>(std::max(widths[i] - display_width(row[i]), 0) + 2), ' ');
        const auto indent = display_width(before);
        bool first = true;
        for (const auto& line : wrapped(row.empty() ? "" : row.back(), std::max(layout_.width - indent, 20))) {
            put((first ? before : std::string(static_cast<std::size_t>(indent), ' ')) + line, is_head ? bold : std::string_view{});
            first = false;
        }
    }

    void begin_block(std::string_view fence) {
        end_paragraph();
        in_block_ = true;
        std::vector<std::string> said;
        is_output_ = is_hidden_ = false;
        const auto words = split(trimmed(fence.substr(3)), ' ');
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (i == 0)
                is_output_ = words[i] == "output";
            else if (words[i] == "setup")
                is_hidden_ = !layout_.setup;
            else if (!is_output_ && !starts_with(words[i], "needs="))
                said.emplace_back(words[i]);
        }
        if (is_output_ && was_hidden_) is_hidden_ = true;  // of an example that is not shown
        was_hidden_ = is_hidden_;
        if (is_hidden_) return;
        if (!is_output_) blank();
        if (!said.empty()) put("  (" + joined(said, " ") + ")", dim);
    }
    // Output is as wide as the program made it: its long lines go on below.
    void block_line(std::string_view line) {
        if (is_hidden_) return;
        if (!is_output_) return put(block("  " + std::string{line}));
        constexpr int bar = 4;
        const auto text = block(line);
        const auto indent = std::min<std::size_t>(text.find_first_not_of(' ') == text.npos ? 0 : text.find_first_not_of(' '), 30);
        if (display_width(text) <= layout_.width - bar) return put("  │ " + text, dim);
        std::string before(indent, ' ');
        for (const auto& part : wrapped(text.substr(indent), layout_.width - bar - static_cast<int>(indent) - 4)) {
            put("  │ " + before + part, dim);
            before = std::string(indent + 4, ' ');
        }
    }
    void end_block() {
        in_block_ = false;
        if (!is_hidden_) blank();
    }

    PageLayout layout_;
    std::string out_, paragraph_;
    std::vector<std::vector<std::string>> table_;
    bool in_block_ = false, is_output_ = false, is_hidden_ = false, was_hidden_ = false;
};

}  // namespace

std::string page_text(std::string_view markdown, const PageLayout& layout) { return PageRenderer{layout}.whole(markdown); }

}  // namespace assay::rendering
