// libFuzzer's way into the readers of topics: pages, what their examples send, their figures, their text on a terminal.
#include <cstdint>
#include <string>

#include "render/page_text.h"
#include "teach/figures.h"
#include "teach/run/http_examples.h"
#include "teach/run/printed.h"
#include "teach/run/redis_examples.h"
#include "teach/topic.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace assay;
    const std::string text{reinterpret_cast<const char*>(data), size};
    (void)rendering::page_text(text, {});
    (void)teach::without_varying(text, {"dates", "numbers", "cache"});
    (void)teach::shown_answer(text, {"etag"});
    const auto topic = teach::parse_topic(text, "a/b");
    if (!topic) return 0;
    (void)teach::unbacked_figures(*topic);
    for (const auto& example : topic->examples) {
        (void)teach::parse_requests(example.body);
        (void)teach::redis_lines(example.body);
    }
    return 0;
}
