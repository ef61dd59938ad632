package org.modeltree.bench.spring;

import org.springframework.data.jpa.repository.JpaRepository;

interface ModelRepository extends JpaRepository<Model, String> {}
