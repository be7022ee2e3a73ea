// Ask: which page answers a question that somebody asks in their own words. BM25 over the guide's topics and the rules'
// pages (SQLite's FTS5), with the field's synonyms and a tolerance for typing.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "teach/guide.h"

struct sqlite3;

namespace assay::teach {

struct Document {
    bool is_rule = false;
    std::string id;     // of the topic or the rule
    std::string title;
    std::string aliases;
    std::string markdown;
};

struct Hit {
    const Document* document = nullptr;
    double score = 0;  // more is better; only hits of one question compare
};

// The paragraph of a page that has most of the question's words, and the heading it stands under.
struct Passage {
    std::string heading;
    std::string text;  // Markdown, no block
};

class AskIndex {
public:
    // Of the guide's topics and of every rule in the program. An Error when SQLite has no full-text search.
    static Result<std::unique_ptr<AskIndex>> make(const Guide& guide);
    ~AskIndex();

    // Best first. Empty where no word of the question, nor one like it, stands anywhere.
    std::vector<Hit> ask(std::string_view question, std::size_t most) const;
    // The same by FTS5's own BM25 over the question's words, every field alike: what the rest is measured against.
    std::vector<Hit> plain(std::string_view question, std::size_t most) const;
    Passage passage(const Hit& hit, std::string_view question) const;

private:
    AskIndex() = default;
    struct Term;
    struct CloseDatabase {
        void operator()(sqlite3* database) const;
    };
    Result<void> fill();
    void read_synonyms(std::string_view text);
    std::vector<Term> terms_of(std::string_view question) const;
    bool stands_somewhere(const std::string& word) const;
    const std::map<std::string, int>& vocabulary() const;
    void add_near_words(Term& term) const;
    std::vector<double> scores_of(const std::string& word, bool weighted) const;

    std::unique_ptr<sqlite3, CloseDatabase> database_;
    std::vector<Document> documents_;
    std::vector<std::vector<std::string>> phrases_;          // by document: its aliases and title, each as words
    std::vector<std::size_t> phrase_document_;               // of the phrase at this place
    std::map<std::string, std::vector<std::string>, std::less<>> synonyms_;
    mutable std::once_flag vocabulary_made_;                 // only when a word is nowhere: most questions need none
    mutable std::map<std::string, int> vocabulary_;          // words as they are written, and in how many documents
};

}  // namespace assay::teach
