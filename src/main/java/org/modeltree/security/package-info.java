/** Who may do what: API tokens, JWTs, roles and rate limits, reached by annotations. Imports {@code http}. */
package org.modeltree.security;
