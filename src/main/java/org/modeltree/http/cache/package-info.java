/**
 * Caches of responses, with ETags and encodings, and the policy for using them while the database is unavailable.
 * Imports {@code http.admission} and what that imports.
 */
package org.modeltree.http.cache;
