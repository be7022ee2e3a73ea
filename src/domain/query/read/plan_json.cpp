// EXPLAIN's JSON: one statement, or an array of them; auto_explain writes an object.
#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>

#include "domain/query/read/plan_tree.h"
#include "world/limits.h"

namespace assay::query {

namespace {

namespace ondemand = simdjson::ondemand;

// What is needed to close a text that was cut: up to the last value that is whole, and the brackets that are open.
class Completion {
public:
    explicit Completion(std::string_view text) : text_{text} { run(); }

    bool whole() const { return open_.empty() && !in_string_; }
    // Only of texts that are not whole.
    std::string completed() const {
        std::string made{text_.substr(0, safe_)};
        for (auto bracket = safe_open_.rbegin(); bracket != safe_open_.rend(); ++bracket) made += *bracket == '{' ? '}' : ']';
        return made;
    }
    int line() const { return 1 + static_cast<int>(std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(safe_), '\n')); }

private:
    void run() {
        for (std::size_t i = 0; i < text_.size(); ++i) {
            const char c = text_[i];
            if (in_string_) {
                if (c == '\\') ++i;
                if (c == '"') in_string_ = false;
            } else if (c == '"') {
                in_string_ = true;
            } else if (c == '{' || c == '[') {
                open_.push_back(c);
                keep(i + 1);
            } else if (c == '}' || c == ']') {
                if (!open_.empty()) open_.pop_back();
                keep(i + 1);
            } else if (c == ',') {
                keep(i);
            }
        }
    }
    void keep(std::size_t end) {
        safe_ = end;
        safe_open_ = open_;
    }

    std::string_view text_;
    std::string open_, safe_open_;
    std::size_t safe_ = 0;
    bool in_string_ = false;
};

class Reader {
public:
    explicit Reader(std::string_view text) : at_{text.data()}, line_start_{text.data()} {}

    // The parser goes as deep as the text does, and past what it has allocated: it must be stopped.
    PlanTree read(ondemand::value value, std::size_t depth = 1) {
        if (depth >= limits::plan_json_depth) throw simdjson::simdjson_error{simdjson::DEPTH_ERROR};
        const int line = line_at(value);
        switch (value.type()) {
            case ondemand::json_type::object: {
                PlanTree tree = PlanTree::object(line);
                for (auto field : value.get_object()) {
                    std::string name{std::string_view{field.unescaped_key()}};
                    tree.add(name, read(field.value(), depth + 1));
                }
                return tree;
            }
            case ondemand::json_type::array: {
                PlanTree tree = PlanTree::list(line);
                for (auto element : value.get_array()) tree.add({}, read(element.value(), depth + 1));
                return tree;
            }
            case ondemand::json_type::string: return PlanTree::scalar(std::string{std::string_view{value.get_string()}}, line);
            case ondemand::json_type::null: return PlanTree::scalar({}, line);
            default: {
                std::string_view token = value.raw_json_token();
                while (!token.empty() && (token.back() == ' ' || token.back() == '\n' || token.back() == '\r' || token.back() == '\t'))
                    token.remove_suffix(1);
                return PlanTree::scalar(std::string{token}, line);
            }
        }
    }

    // Where the value begins that was read last.
    Location place() const { return {{}, line_, static_cast<int>(at_ - line_start_) + 1}; }

private:
    // Values come in the order of the text, so that line breaks are counted once.
    int line_at(ondemand::value& value) {
        const char* now = nullptr;
        if (value.current_location().get(now) == simdjson::SUCCESS && now > at_) {
            for (; at_ < now; ++at_)
                if (*at_ == '\n') {
                    ++line_;
                    line_start_ = at_ + 1;
                }
        }
        return line_;
    }

    const char *at_, *line_start_;
    int line_ = 1;
};

Result<PlanTrees> parse(std::string_view text) {
    const simdjson::padded_string padded{text};
    ondemand::parser parser;
    Reader reader{std::string_view{padded.data(), padded.size()}};
    try {
        if (const auto error = parser.allocate(padded.size(), limits::plan_json_depth)) return fail(simdjson::error_message(error));
        ondemand::document document = parser.iterate(padded);
        ondemand::value root = document.get_value();
        return statements_of(reader.read(root));
    } catch (const simdjson::simdjson_error& error) {
        return fail(fmt::format("behind the value that begins here, expected JSON as EXPLAIN writes it: {}", error.what()), reader.place());
    }
}

}  // namespace

Result<PlanTrees> read_plan_json(std::string_view text) {
    auto trees = parse(text);
    if (trees) return trees;
    const Completion completion{text};
    if (completion.whole()) return trees;
    trees = parse(completion.completed());
    if (trees) trees->problem = fmt::format("cut off after line {}", completion.line());
    return trees;
}

}  // namespace assay::query
