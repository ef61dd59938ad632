/** Quality report: problems that rules find in the catalog. Imports {@code quality.rules}, {@code card} and what that imports. */
package org.modeltree.quality;
