// Clauses of a SELECT, found by tokens: any bytes. Whatever is found lies within the text, and edits keep the rest.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "domain/query/model/select_text.h"

using namespace assay::query;

namespace {

void must(bool holds) {
    if (!holds) std::abort();
}

void within(TextSpan span, std::size_t size) { must(span.begin <= span.end && span.end <= size); }

void check(const SelectText& statement) {
    const auto size = statement.text().size();
    for (const auto& query : statement.queries()) {
        for (const auto& clause : {query.with, query.order, query.limit, query.offset, query.locking}) within(clause.whole, size);
        for (const auto number : query.selects) must(number < static_cast<int>(statement.selects().size()));
    }
    for (const auto& select : statement.selects()) {
        must(select.query < static_cast<int>(statement.queries().size()));
        for (const auto& target : select.targets) within(target.expression, size);
        for (const auto& item : select.from) within(item.item, size);
        for (const auto part : select.where.parts) {
            within(part, size);
            statement.split(part, "or");
        }
        if (select.where.exists()) edited(statement.text(), {{select.where.whole, ""}});
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (const auto statement = SelectText::read({reinterpret_cast<const char*>(data), size})) check(*statement);
    return 0;
}
