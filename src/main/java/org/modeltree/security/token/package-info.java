/**
 * API tokens: creating, verifying and revoking them, recording their use, and the check before every write. Imports
 * {@code security} and {@code http}.
 */
package org.modeltree.security.token;
