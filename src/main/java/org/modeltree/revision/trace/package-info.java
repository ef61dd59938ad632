/**
 * Traces of requests and of their statements, by OpenTelemetry. Nothing of it is loaded unless a setting names a collector; see
 * {@code decisions/tracing-without-the-extension.md}. Imports nothing of the service.
 */
package org.modeltree.revision.trace;
