/**
 * Authentication and authorization: roles, JWTs, rate limits and the checks before resources. Other packages use it
 * through annotations only. Imports {@code http}.
 */
package org.modeltree.security;
