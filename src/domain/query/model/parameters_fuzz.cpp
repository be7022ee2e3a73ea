// Values of parameters as logs and plans print them, put into a statement.
#include <cstdlib>

#include "domain/query/model/parameters.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
    using namespace assay::query;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};
    const auto line = text.find('\n');
    const auto values = logged_values(text.substr(0, line));
    if (values.size() > 65'535) std::abort();
    const auto planned = PlannedStatement::of(std::string{line == text.npos ? text : text.substr(line + 1)}, values);
    if (planned.parameters != parameters_in(planned.text)) std::abort();
    for (std::size_t i = 0; i < values.size(); ++i) (void)value_of(values, static_cast<int>(i) + 1);
    return 0;
}
