// `node:worker_threads`: this is the main thread, and there is no other.

const { lackNames } = require("internal/lacks");

module.exports = { isMainThread: true, parentPort: null, workerData: null, threadId: 0, resourceLimits: {}, SHARE_ENV: Symbol.for("nodejs.worker_threads.SHARE_ENV") };
lackNames(module.exports, "worker_threads", "Worker MessageChannel MessagePort BroadcastChannel markAsUntransferable moveMessagePortToContext receiveMessageOnPort getEnvironmentData setEnvironmentData isMarkedAsUntransferable isInternalThread");
