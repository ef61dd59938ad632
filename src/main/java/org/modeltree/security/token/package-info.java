/**
 * API tokens: giving them out, recognizing them, noting their use, and the gate before every write. Imports {@code
 * security} and {@code http}.
 */
package org.modeltree.security.token;
