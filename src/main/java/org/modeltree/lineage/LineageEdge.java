package org.modeltree.lineage;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.hibernate.annotations.Immutable;

/** Row of the table {@code lineage_edge}: a child and one of its parents. */
@Entity
@Immutable
@Table(name = "lineage_edge")
@IdClass(LineageEdge.Key.class)
class LineageEdge {

    /** Primary key: both ends of the edge. */
    static class Key implements Serializable {

        private static final long serialVersionUID = 1;

        String childId;
        String parentId;

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && childId.equals(key.childId) && parentId.equals(key.parentId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(childId, parentId);
        }
    }

    @Id
    @Column(name = "child_id")
    String childId;

    @Id
    @Column(name = "parent_id")
    String parentId;

    String relation;
    String method;
}
