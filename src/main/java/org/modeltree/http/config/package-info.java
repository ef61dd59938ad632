/**
 * Settings that several packages share, the check of all settings against their bounds, and the clock. Imports {@code
 * revision}.
 */
package org.modeltree.http.config;
