#include "teach/ask.h"

#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "core/catalogue.h"
#include "core/nearest.h"
#include "core/text.h"
#include "map/map.h"

namespace assay::teach {

namespace {

// What a match is worth by where it stands, and by how it was found. Tuned on tests/data/questions_open.tsv.
constexpr std::string_view ranked = "bm25(pages, 10.0, 8.0, 4.0, 1.0)";
constexpr double of_synonym = 0.6, of_near_word = 0.7;
constexpr double of_whole_alias = 0.5;  // of the question's sum, for an alias whose words are all in it
constexpr double of_rule = 0.55;        // a rule's page answers a question about one thing only

constexpr std::size_t shortest_mistyped = 4, words_of_a_question = 32;

const std::set<std::string, std::less<>>& stop_words() {
    static const std::set<std::string, std::less<>> words{"a",    "an",   "and",  "are",  "as",   "at",   "be",    "but",   "by",   "can",   "could", "did",  "do",   "does",
                                                          "for",  "from", "get",  "gets", "had",  "has",  "have",  "how",   "i",    "if",    "in",    "is",   "it",   "its",
                                                          "keep", "keeps", "make", "may", "me",   "my",   "of",    "on",    "or",   "our",   "should", "so",  "some", "than",
                                                          "that", "the",  "their", "them", "then", "there", "these", "they", "this", "to",   "us",    "use",  "was",  "we",
                                                          "were", "what", "when", "where", "which", "while", "who", "why",  "will", "with",  "would", "you",  "your", "mean"};
    return words;
}

// Words of letters and digits, in lower case, as FTS5's unicode61 cuts them.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) || byte >= 0x80) {
            word += static_cast<char>(std::tolower(byte));
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) words.push_back(std::move(word));
    return words;
}

// Two words count as one where they only differ in their endings; for passages and aliases, where no index is asked.
std::string stem_of(std::string_view word) {
    for (const std::string_view ending : {"ations", "ation", "ings", "ing", "ies", "ied", "ed", "es", "s", "e", "y"})
        if (word.size() > ending.size() + 2 && ends_with(word, ending)) return std::string{word.substr(0, word.size() - ending.size())};
    return std::string{word};
}

std::vector<std::string> stems_of(std::string_view text) {
    std::vector<std::string> stems;
    for (const auto& word : words_of(text))
        if (!stop_words().contains(word)) stems.push_back(stem_of(word));
    return stems;
}

std::string headings_of(std::string_view markdown) {
    std::string headings;
    for (const auto line : lines_of(markdown))
        if (starts_with(line, "## ") || starts_with(line, "### ")) headings.append(line.substr(3)).append("\n");
    return headings;
}

std::vector<Document> documents_of(const Guide& guide) {
    std::vector<Document> documents;
    for (const auto& topic : guide.topics) {
        std::string body;
        for (const auto& section : topic.sections)
            if (section.heading != "Sources") body.append("## ").append(section.heading).append("\n").append(section.text);
        documents.push_back({false, topic.id, topic.title, joined(topic.aliases, ", "), std::move(body)});
    }
    for (const auto& rule : catalogue::rules()) {
        const std::string_view page = rule.page;
        documents.push_back({true, std::string{rule.facts.id.text}, std::string{rule.facts.title}, replaced(rule.short_name(), "-", " "), std::string{page.substr(0, page.find("\n## Cases"))}});
    }
    return documents;
}

// A word as an FTS5 query; words hold nothing that would need more quoting.
std::string as_query(std::string_view word) { return fmt::format("\"{}\"", word); }

}  // namespace

// One word of the question with what stands for it.
struct AskIndex::Term {
    std::string word;
    std::vector<std::pair<std::string, double>> ways;  // a word of the pages, and what it is worth
};

void AskIndex::CloseDatabase::operator()(sqlite3* database) const { sqlite3_close(database); }
AskIndex::~AskIndex() = default;

Result<std::unique_ptr<AskIndex>> AskIndex::make(const Guide& guide) {
    std::unique_ptr<AskIndex> index{new AskIndex};
    index->documents_ = documents_of(guide);
    index->read_synonyms(guide.synonyms);
    if (auto filled = index->fill(); !filled) return tl::unexpected(filled.error());
    return index;
}

Result<void> AskIndex::fill() {
    sqlite3* opened = nullptr;
    if (sqlite3_open(":memory:", &opened) != SQLITE_OK) return fail("cannot open a SQLite database in memory");
    database_.reset(opened);
    constexpr const char* table = "create virtual table pages using fts5(title, aliases, headings, body, content='', tokenize='porter unicode61'); begin";
    if (sqlite3_exec(opened, table, nullptr, nullptr, nullptr) != SQLITE_OK) return fail(fmt::format("SQLite's full-text search does not work: {}", sqlite3_errmsg(opened)));
    MapStatement insert{opened, "insert into pages(rowid, title, aliases, headings, body) values (?1, ?2, ?3, ?4, ?5)"};
    for (std::size_t i = 0; i < documents_.size(); ++i) {
        const auto& document = documents_[i];
        insert.bind(1, static_cast<std::int64_t>(i));
        insert.bind(2, document.title);
        insert.bind(3, document.aliases);
        insert.bind(4, headings_of(document.markdown));
        insert.bind(5, document.markdown);
        insert.step();
        insert.reset();
        const auto names = document.aliases + "," + document.title;
        for (const auto phrase : split(names, ',')) {
            phrases_.push_back(stems_of(phrase));
            phrase_document_.push_back(i);
        }
    }
    if (sqlite3_exec(opened, "commit", nullptr, nullptr, nullptr) != SQLITE_OK) return fail(fmt::format("the index could not be made: {}", sqlite3_errmsg(opened)));
    return {};
}

void AskIndex::read_synonyms(std::string_view text) {
    for (const auto line : lines_of(text)) {
        if (line.empty() || line.front() == '#') continue;
        const auto group = split(line, '\t');
        for (const auto word : group)
            for (const auto other : group)
                if (word != other) synonyms_[std::string{word}].emplace_back(other);
    }
}

const std::map<std::string, int>& AskIndex::vocabulary() const {
    std::call_once(vocabulary_made_, [this] {
        for (const auto& document : documents_) {
            std::set<std::string> seen;
            for (const auto* text : {&document.title, &document.aliases, &document.markdown})
                for (auto& word : words_of(*text)) seen.insert(std::move(word));
            for (const auto& word : seen) ++vocabulary_[word];
        }
    });
    return vocabulary_;
}

bool AskIndex::stands_somewhere(const std::string& word) const {
    MapStatement select{database_.get(), "select 1 from pages where pages match ?1 limit 1"};
    select.bind(1, as_query(word));
    return select.step();
}

// Of the words within one or two changes those that are nearest, the most frequent first.
void AskIndex::add_near_words(Term& term) const {
    if (term.word.size() < shortest_mistyped || std::isdigit(static_cast<unsigned char>(term.word.front()))) return;
    const std::size_t most = term.word.size() < 8 ? 1 : 2;
    std::size_t least = most;
    std::vector<std::pair<int, std::string_view>> nearest_words;
    for (const auto& [word, documents] : vocabulary()) {
        if (word.size() + most < term.word.size() || word.size() > term.word.size() + most || word.size() < shortest_mistyped) continue;
        const auto distance = edit_distance(word, term.word);
        if (distance > least) continue;
        if (distance < least) nearest_words.clear();
        least = distance;
        nearest_words.emplace_back(documents, word);
    }
    std::sort(nearest_words.rbegin(), nearest_words.rend());
    for (std::size_t i = 0; i < std::min<std::size_t>(nearest_words.size(), 3); ++i) term.ways.emplace_back(nearest_words[i].second, of_near_word);
}

std::vector<AskIndex::Term> AskIndex::terms_of(std::string_view question) const {
    std::vector<Term> terms;
    for (const auto& word : words_of(question)) {
        const bool known = std::any_of(terms.begin(), terms.end(), [&](const Term& term) { return term.word == word; });
        if (known || stop_words().contains(word) || terms.size() == words_of_a_question) continue;
        Term term{word, {}};
        if (stands_somewhere(word))
            term.ways.emplace_back(word, 1.0);
        else
            add_near_words(term);
        const auto group = synonyms_.find(term.ways.empty() ? word : term.ways.front().first);
        if (group != synonyms_.end())
            for (const auto& other : group->second) term.ways.emplace_back(other, of_synonym);
        terms.push_back(std::move(term));
    }
    return terms;
}

std::vector<double> AskIndex::scores_of(const std::string& query, bool weighted) const {
    std::vector<double> scores(documents_.size());
    MapStatement select{database_.get(), fmt::format("select rowid, {} from pages where pages match ?1", weighted ? ranked : "bm25(pages)")};
    if (!select.ok()) return scores;
    select.bind(1, query);
    while (select.step()) scores[static_cast<std::size_t>(select.integer(0))] = -select.real(1);  // FTS5's are negative
    return scores;
}

namespace {

std::vector<Hit> best_of(const std::vector<double>& scores, const std::vector<Document>& documents, std::size_t most) {
    std::vector<Hit> hits;
    for (std::size_t i = 0; i < scores.size(); ++i)
        if (scores[i] > 0) hits.push_back({&documents[i], scores[i]});
    std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.score > b.score; });
    hits.resize(std::min(hits.size(), most));
    return hits;
}

}  // namespace

// Each word counts once, by the best of what stands for it; pages that have more of the words come before such as have one
// of them often; an alias that the question holds in full is nearly an answer.
std::vector<Hit> AskIndex::ask(std::string_view question, std::size_t most) const {
    const auto terms = terms_of(question);
    std::vector<double> sums(documents_.size()), matched(documents_.size());
    for (const auto& term : terms) {
        std::vector<double> best(documents_.size());
        for (const auto& [word, worth] : term.ways) {
            const auto scores = scores_of(as_query(word), true);
            for (std::size_t i = 0; i < scores.size(); ++i) best[i] = std::max(best[i], worth * scores[i]);
        }
        for (std::size_t i = 0; i < best.size(); ++i) {
            sums[i] += best[i];
            matched[i] += best[i] > 0 ? 1 : 0;
        }
    }
    const auto stems = stems_of(question);
    std::vector<double> whole(documents_.size());
    for (std::size_t i = 0; i < phrases_.size(); ++i) {
        const auto& phrase = phrases_[i];
        const bool is_there = !phrase.empty() && std::all_of(phrase.begin(), phrase.end(), [&](const std::string& stem) { return std::find(stems.begin(), stems.end(), stem) != stems.end(); });
        auto& most_of_it = whole[phrase_document_[i]];
        if (is_there) most_of_it = std::max(most_of_it, static_cast<double>(phrase.size()) / static_cast<double>(std::max<std::size_t>(stems.size(), 1)));
    }
    for (std::size_t i = 0; i < sums.size(); ++i) {
        sums[i] *= 0.4 + 0.6 * matched[i] / static_cast<double>(std::max<std::size_t>(terms.size(), 1));
        sums[i] *= 1 + of_whole_alias * whole[i];
        if (documents_[i].is_rule) sums[i] *= of_rule;
    }
    return best_of(sums, documents_, most);
}

std::vector<Hit> AskIndex::plain(std::string_view question, std::size_t most) const {
    std::vector<std::string> words;
    for (const auto& word : words_of(question)) words.push_back(as_query(word));
    return best_of(scores_of(joined(words, " OR "), false), documents_, most);
}

Passage AskIndex::passage(const Hit& hit, std::string_view question) const {
    const auto wanted = stems_of(question);
    Passage best, open;
    double most = -1;
    bool block = false;
    const auto close = [&] {
        if (open.text.empty()) return;
        const auto stems = stems_of(open.text);
        double score = 0;
        for (const auto& stem : wanted)
            if (std::find(stems.begin(), stems.end(), stem) != stems.end()) score += 1;
        if (score > most) {
            most = score;
            best = open;
        }
        open.text.clear();
    };
    for (const auto line : lines_of(hit.document->markdown)) {
        const bool fence = starts_with(line, "```");
        if (fence) block = !block;
        if (fence || block || trimmed(line).empty() || starts_with(line, "#") || starts_with(line, "|") || starts_with(line, "- ")) close();
        if (starts_with(line, "## ")) open.heading = line.substr(3);
        const bool is_prose = !fence && !block && !starts_with(line, "#") && !starts_with(line, "|") && !trimmed(line).empty();
        if (is_prose) open.text.append(line).append("\n");
    }
    close();
    return best;
}

}  // namespace assay::teach
