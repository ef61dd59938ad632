/**
 * Who may do what: roles, JWTs, rate limits, and the gates before resources; reached by annotations. Imports {@code
 * http}.
 */
package org.modeltree.security;
