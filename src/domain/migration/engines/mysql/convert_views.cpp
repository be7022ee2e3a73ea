// Views, those first that others read.
#include <algorithm>
#include <set>

#include "core/text.h"
#include "domain/migration/engines/mysql/lexer.h"
#include "domain/migration/engines/mysql/mapping.h"

namespace assay::migration::mysql {

namespace {

class ViewOrder {
public:
    explicit ViewOrder(const std::vector<View>& views) : views_{views}, state_(views.size(), State::new_one) {
        for (std::size_t i = 0; i < views.size(); ++i) visit(i);
    }
    std::vector<const View*> in_order;

private:
    enum class State : unsigned char { new_one, open, done };

    void visit(std::size_t index) {
        if (state_[index] != State::new_one) return;  // an open one is a circle, which no server has
        state_[index] = State::open;
        std::set<std::string> words;
        const auto& text = views_[index].query.text;
        for (const auto& token : tokens_of(text))
            if (token.kind == TokenKind::word || token.kind == TokenKind::quoted) words.insert(name_of(token.in(text)));
        for (std::size_t i = 0; i < views_.size(); ++i)
            if (words.count(views_[i].name.name) > 0) visit(i);
        state_[index] = State::done;
        in_order.push_back(&views_[index]);
    }

    const std::vector<View>& views_;
    std::vector<State> state_;
};

}  // namespace

void convert_views(Mapping& mapping) {
    for (const auto* view : ViewOrder{mapping.dump().views}.in_order) {
        const auto query = translate(view->query.text, mapping.scope());
        if (!query.problem.empty()) {
            mapping.result.unconverted.push_back({"view", view->name.name, query.problem, view->place});
            continue;
        }
        target::View made{mapping.name_of(view->name), {}, query.sql, view->place};
        for (const auto& column : view->columns) made.columns.push_back(mapping.column_name(column));
        if (view->security_invoker) mapping.result.losses.push_back({&losses::view_security, view->name.name, {}, "ALTER VIEW " + made.name.quoted() + " SET (security_invoker = true)", view->place, made.name.shown()});
        mapping.result.schema.views.push_back(std::move(made));
    }
}

}  // namespace assay::migration::mysql
