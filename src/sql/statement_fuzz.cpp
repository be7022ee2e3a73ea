// Facts of a statement, its rewriting for 15 and its canonical form: any bytes, on one long-lived thread with a deep stack.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sql/canonical.h"
#include "sql/statement.h"

using namespace assay::sql;

namespace {

void must(bool holds) {
    if (!holds) std::abort();
}

void check(const Parser& parser, std::string_view text) {
    const Statement statement = read_statement(parser, text);
    if (statement.error) must(statement.error->offset <= text.size());
    if (statement.in_transaction) must(statement.in_transaction->size() == text.size());
    for (const Object& object : statement.objects) must(object.offset <= text.size());
    for (const Role& role : statement.roles) must(role.offset <= text.size());
    for (const Mention& mention : statement.tables) must(mention.offset <= text.size());
    rewrite_for_15(text);
    must(canonical(parser, text) == canonical(parser, text));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static auto thread = ParserThread::start();
    must(thread.has_value());
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    thread->run([&](const Parser& parser) { check(parser, text); });
    return 0;
}
