// `node:perf_hooks`

const { performance, Performance } = require("internal/performance");
const { lackNames } = require("internal/lacks");

module.exports = { performance, Performance, constants: {} };
lackNames(module.exports, "perf_hooks", "PerformanceObserver PerformanceEntry PerformanceMark PerformanceMeasure PerformanceNodeTiming PerformanceObserverEntryList PerformanceResourceTiming createHistogram monitorEventLoopDelay");
