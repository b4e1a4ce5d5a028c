/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
/*!40101 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;
DROP TABLE IF EXISTS `accounts_device`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `accounts_device` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `session_key` varchar(40) NOT NULL,
  `label` varchar(60) NOT NULL,
  `first_seen_at` datetime(6) NOT NULL,
  `last_seen_at` datetime(6) NOT NULL,
  `ended_at` datetime(6) DEFAULT NULL,
  `link_id` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `session_key` (`session_key`),
  KEY `accounts_device_link_id_d378b13d_fk_accounts_personallink_id` (`link_id`),
  CONSTRAINT `accounts_device_link_id_d378b13d_fk_accounts_personallink_id` FOREIGN KEY (`link_id`) REFERENCES `accounts_personallink` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `accounts_device` WRITE;
/*!40000 ALTER TABLE `accounts_device` DISABLE KEYS */;
INSERT INTO `accounts_device` VALUES (1,'vi20zi9155lqjnc4ofwbd1sv4h7xpha1','iPhone','2026-11-27 02:37:24.362000','2026-11-27 02:37:24.362000',NULL,1);
/*!40000 ALTER TABLE `accounts_device` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `accounts_family`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `accounts_family` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `public_id` varchar(20) NOT NULL,
  `name` longtext NOT NULL,
  `created_at` datetime(6) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `public_id` (`public_id`)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `accounts_family` WRITE;
/*!40000 ALTER TABLE `accounts_family` DISABLE KEYS */;
INSERT INTO `accounts_family` VALUES (1,'6734de6d765a71fb814b','e1:8b16c76c84cd2bb9:XGj1DCusVRVjSYTeBELNbZnYyxV0Rcr4OHETt6FTPg==','2026-11-27 02:37:20.674000');
/*!40000 ALTER TABLE `accounts_family` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `accounts_invitation`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `accounts_invitation` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `public_id` varchar(20) NOT NULL,
  `token_hash` varchar(64) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `expires_at` datetime(6) NOT NULL,
  `accepted_at` datetime(6) DEFAULT NULL,
  `revoked_at` datetime(6) DEFAULT NULL,
  `accepted_by_id` bigint(20) DEFAULT NULL,
  `family_id` bigint(20) NOT NULL,
  `invited_by_id` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `public_id` (`public_id`),
  UNIQUE KEY `token_hash` (`token_hash`),
  KEY `accounts_invitation_accepted_by_id_ba632539_fk_accounts_user_id` (`accepted_by_id`),
  KEY `accounts_invitation_family_id_15b9f009_fk_accounts_family_id` (`family_id`),
  KEY `accounts_invitation_invited_by_id_94a21efc_fk_accounts_user_id` (`invited_by_id`),
  CONSTRAINT `accounts_invitation_accepted_by_id_ba632539_fk_accounts_user_id` FOREIGN KEY (`accepted_by_id`) REFERENCES `accounts_user` (`id`),
  CONSTRAINT `accounts_invitation_family_id_15b9f009_fk_accounts_family_id` FOREIGN KEY (`family_id`) REFERENCES `accounts_family` (`id`),
  CONSTRAINT `accounts_invitation_invited_by_id_94a21efc_fk_accounts_user_id` FOREIGN KEY (`invited_by_id`) REFERENCES `accounts_user` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `accounts_invitation` WRITE;
/*!40000 ALTER TABLE `accounts_invitation` DISABLE KEYS */;
INSERT INTO `accounts_invitation` VALUES (1,'82c1294be551de71b7c0','c07b3224bb830b54d1620857931b129c0c77295c1d10c49c90d89f3052d8ed4c','2026-11-27 02:37:20.734000','2026-12-11 02:37:20.733000','2026-11-27 02:37:21.530000',NULL,2,1,1);
INSERT INTO `accounts_invitation` VALUES (2,'04ddd0b84ddeb96876d3','52089043fc3954fe1e8061d49f4974271c75b83827bea6e42e61714f3fc6a6f5','2026-11-27 02:37:21.548000','2026-12-11 02:37:21.547000',NULL,NULL,NULL,1,1);
/*!40000 ALTER TABLE `accounts_invitation` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `accounts_personallink`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `accounts_personallink` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `public_id` varchar(20) NOT NULL,
  `token_hash` varchar(64) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `revoked_at` datetime(6) DEFAULT NULL,
  `created_by_id` bigint(20) DEFAULT NULL,
  `user_id` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `public_id` (`public_id`),
  UNIQUE KEY `token_hash` (`token_hash`),
  KEY `accounts_personallink_created_by_id_b274531a_fk_accounts_user_id` (`created_by_id`),
  KEY `accounts_personallink_user_id_9a9a8bec_fk_accounts_user_id` (`user_id`),
  CONSTRAINT `accounts_personallink_created_by_id_b274531a_fk_accounts_user_id` FOREIGN KEY (`created_by_id`) REFERENCES `accounts_user` (`id`),
  CONSTRAINT `accounts_personallink_user_id_9a9a8bec_fk_accounts_user_id` FOREIGN KEY (`user_id`) REFERENCES `accounts_user` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `accounts_personallink` WRITE;
/*!40000 ALTER TABLE `accounts_personallink` DISABLE KEYS */;
INSERT INTO `accounts_personallink` VALUES (1,'fd6e7bd69cb5b7eb0fec','a438213f8535ba2bd0da4f17eba81f6bfeddbf1a951d7008e98f7e06bdce948e','2026-11-27 02:37:22.532000',NULL,1,4);
/*!40000 ALTER TABLE `accounts_personallink` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `accounts_user`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `accounts_user` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `password` varchar(128) NOT NULL,
  `last_login` datetime(6) DEFAULT NULL,
  `is_superuser` tinyint(1) NOT NULL,
  `public_id` varchar(20) NOT NULL,
  `role` varchar(12) NOT NULL,
  `email` varchar(254) DEFAULT NULL,
  `display_name` longtext NOT NULL,
  `language` varchar(5) NOT NULL,
  `text_step` smallint(5) unsigned NOT NULL CHECK (`text_step` >= 0),
  `help_phone` longtext NOT NULL,
  `is_active` tinyint(1) NOT NULL,
  `is_staff` tinyint(1) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `helper_id` bigint(20) DEFAULT NULL,
  `family_id` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `public_id` (`public_id`),
  UNIQUE KEY `email` (`email`),
  KEY `members_of_family` (`family_id`,`role`),
  KEY `accounts_user_helper_id_b4ce2b74_fk_accounts_user_id` (`helper_id`),
  CONSTRAINT `accounts_user_family_id_02d48a7a_fk_accounts_family_id` FOREIGN KEY (`family_id`) REFERENCES `accounts_family` (`id`),
  CONSTRAINT `accounts_user_helper_id_b4ce2b74_fk_accounts_user_id` FOREIGN KEY (`helper_id`) REFERENCES `accounts_user` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `accounts_user` WRITE;
/*!40000 ALTER TABLE `accounts_user` DISABLE KEYS */;
INSERT INTO `accounts_user` VALUES (1,'argon2$argon2id$v=19$m=102400,t=2,p=8$U0lPdnlrNVgwTzZPd2VidmpKaUcwNA$vRiZwo2LT6a2nDJSFdZ0XL6ft2RxsL+wO3lo2mbVd/0','2026-11-27 02:37:24.249000',0,'180f6754fbcdf3463266','owner','jieun@example.com','e1:8b16c76c84cd2bb9:bUJCj6sDZs3BhLXFUE_M3fbPinUvfiwDzoKO9kZXh236','',2,'',1,0,'2026-11-27 02:37:20.684000',NULL,1);
INSERT INTO `accounts_user` VALUES (2,'argon2$argon2id$v=19$m=102400,t=2,p=8$RmZEQ3FYOFhYcGRkR1hzcmc2UHhncg$UJfP3J0mYSjlT52EmsBKtdR9lOqfblb3eiuBj+uJAgk',NULL,0,'60a346c7542504517ae9','contributor','minsu@example.com','e1:8b16c76c84cd2bb9:dM2_aJFuTHNbLWPStu6BfDgCaDK-e_K2NHFpNpVrdxA4','',2,'',1,0,'2026-11-27 02:37:21.539000',NULL,1);
INSERT INTO `accounts_user` VALUES (3,'argon2$argon2id$v=19$m=102400,t=2,p=8$Qm81RXpCd2xSTDB2cXlBSzRubWF4UQ$rFzwlQqz7TwfZmpqDLtsobDZ9VfAnO5vhjoSaPjA5RE',NULL,1,'cf204e80897199f007ca','viewer','admin@example.com','e1:8b16c76c84cd2bb9:PVNIgXDtIzcgGxddrOagdn7Ft2F0kmXIbfdCrDBpBmEd','',2,'',1,1,'2026-11-27 02:37:22.490000',NULL,NULL);
INSERT INTO `accounts_user` VALUES (4,'!hqUa4WorHDj2GXR5KifoHSGHq4kLpMtJNDV4SMSD','2026-11-27 02:37:24.356000',0,'6ec4ea92516234ae4aec','viewer',NULL,'e1:8b16c76c84cd2bb9:9_qUbliaNFW9kwr0Wnvk074Cum8vkCJYCG2UKL1h0leQ6w==','ko',2,'e1:8b16c76c84cd2bb9:PYztv37pN_tNq5vktvMZYAPf8fPwJOsNAH9QU0X1jnPdkaavMn6uTRo=',1,0,'2026-11-27 02:37:22.532000',1,1);
/*!40000 ALTER TABLE `accounts_user` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `accounts_user_groups`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `accounts_user_groups` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `user_id` bigint(20) NOT NULL,
  `group_id` int(11) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `accounts_user_groups_user_id_group_id_59c0b32f_uniq` (`user_id`,`group_id`),
  KEY `accounts_user_groups_group_id_bd11a704_fk_auth_group_id` (`group_id`),
  CONSTRAINT `accounts_user_groups_group_id_bd11a704_fk_auth_group_id` FOREIGN KEY (`group_id`) REFERENCES `auth_group` (`id`),
  CONSTRAINT `accounts_user_groups_user_id_52b62117_fk_accounts_user_id` FOREIGN KEY (`user_id`) REFERENCES `accounts_user` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `accounts_user_groups` WRITE;
/*!40000 ALTER TABLE `accounts_user_groups` DISABLE KEYS */;
/*!40000 ALTER TABLE `accounts_user_groups` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `accounts_user_user_permissions`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `accounts_user_user_permissions` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `user_id` bigint(20) NOT NULL,
  `permission_id` int(11) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `accounts_user_user_permi_user_id_permission_id_2ab516c2_uniq` (`user_id`,`permission_id`),
  KEY `accounts_user_user_p_permission_id_113bb443_fk_auth_perm` (`permission_id`),
  CONSTRAINT `accounts_user_user_p_permission_id_113bb443_fk_auth_perm` FOREIGN KEY (`permission_id`) REFERENCES `auth_permission` (`id`),
  CONSTRAINT `accounts_user_user_p_user_id_e4f0a161_fk_accounts_` FOREIGN KEY (`user_id`) REFERENCES `accounts_user` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `accounts_user_user_permissions` WRITE;
/*!40000 ALTER TABLE `accounts_user_user_permissions` DISABLE KEYS */;
/*!40000 ALTER TABLE `accounts_user_user_permissions` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `albums_album`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `albums_album` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `public_id` varchar(20) NOT NULL,
  `title` longtext NOT NULL,
  `description` longtext NOT NULL,
  `picture_count` int(10) unsigned NOT NULL CHECK (`picture_count` >= 0),
  `first_taken_at` datetime(6) DEFAULT NULL,
  `last_taken_at` datetime(6) DEFAULT NULL,
  `last_added_at` datetime(6) DEFAULT NULL,
  `created_at` datetime(6) NOT NULL,
  `trashed_at` datetime(6) DEFAULT NULL,
  `created_by_id` bigint(20) DEFAULT NULL,
  `family_id` bigint(20) NOT NULL,
  `cover_id` bigint(20) DEFAULT NULL,
  `version` bigint(20) NOT NULL,
  `delete_requested_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `public_id` (`public_id`),
  KEY `albums_album_created_by_id_fb82c097_fk_accounts_user_id` (`created_by_id`),
  KEY `albums_album_cover_id_25cb93d2_fk_albums_picture_id` (`cover_id`),
  KEY `albums_on_shelf` (`family_id`,`trashed_at`,`created_at`,`id`),
  KEY `albums_in_trash` (`trashed_at`),
  CONSTRAINT `albums_album_cover_id_25cb93d2_fk_albums_picture_id` FOREIGN KEY (`cover_id`) REFERENCES `albums_picture` (`id`),
  CONSTRAINT `albums_album_created_by_id_fb82c097_fk_accounts_user_id` FOREIGN KEY (`created_by_id`) REFERENCES `accounts_user` (`id`),
  CONSTRAINT `albums_album_family_id_c1720cee_fk_accounts_family_id` FOREIGN KEY (`family_id`) REFERENCES `accounts_family` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `albums_album` WRITE;
/*!40000 ALTER TABLE `albums_album` DISABLE KEYS */;
INSERT INTO `albums_album` VALUES (1,'f4f30e63dc4817c3e123','e1:8b16c76c84cd2bb9:aeGuJ_NJ-mwARW7vQCnMFl2NRxH6v3sdNMZgihlQnXSP_xpEuaLLY9PX_Zc=','e1:8b16c76c84cd2bb9:FXk2b8et9n0YOr2lvovmVXKvLDzqRRKy-JHHKqTH4ueKABGFQqZrnIllXUTsygXtMg==',5,NULL,NULL,'2026-11-27 02:37:28.891000','2026-11-27 02:37:24.371000',NULL,1,1,1,6937080724569735327,NULL);
INSERT INTO `albums_album` VALUES (2,'5cc6945109c7e069c81a','e1:8b16c76c84cd2bb9:phs9ekdiZbQKRc1EUuDSIn3e7CFFpHgohGIbX4r5G37l6xQPzUUh3JLbpw==','',0,NULL,NULL,NULL,'2026-11-27 02:37:28.984000','2026-11-27 02:37:28.996000',2,1,NULL,7556409657823078934,NULL);
/*!40000 ALTER TABLE `albums_album` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `albums_derivative`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `albums_derivative` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `variant` varchar(8) NOT NULL,
  `width` int(10) unsigned NOT NULL CHECK (`width` >= 0),
  `height` int(10) unsigned NOT NULL CHECK (`height` >= 0),
  `file_id` bigint(20) NOT NULL,
  `picture_id` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `file_id` (`file_id`),
  UNIQUE KEY `one_of_each_variant` (`picture_id`,`variant`),
  CONSTRAINT `albums_derivative_file_id_7915937a_fk_storage_storedfile_id` FOREIGN KEY (`file_id`) REFERENCES `storage_storedfile` (`id`),
  CONSTRAINT `albums_derivative_picture_id_9d084f10_fk_albums_picture_id` FOREIGN KEY (`picture_id`) REFERENCES `albums_picture` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=19 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `albums_derivative` WRITE;
/*!40000 ALTER TABLE `albums_derivative` DISABLE KEYS */;
INSERT INTO `albums_derivative` VALUES (1,'screen',500,375,7,1);
INSERT INTO `albums_derivative` VALUES (2,'page',500,375,8,1);
INSERT INTO `albums_derivative` VALUES (3,'thumb',480,360,9,1);
INSERT INTO `albums_derivative` VALUES (4,'screen',500,375,10,2);
INSERT INTO `albums_derivative` VALUES (5,'page',500,375,11,2);
INSERT INTO `albums_derivative` VALUES (6,'thumb',480,360,12,2);
INSERT INTO `albums_derivative` VALUES (7,'screen',500,375,13,3);
INSERT INTO `albums_derivative` VALUES (8,'page',500,375,14,3);
INSERT INTO `albums_derivative` VALUES (9,'thumb',480,360,15,3);
INSERT INTO `albums_derivative` VALUES (10,'screen',64,48,16,4);
INSERT INTO `albums_derivative` VALUES (11,'page',64,48,17,4);
INSERT INTO `albums_derivative` VALUES (12,'thumb',64,48,18,4);
INSERT INTO `albums_derivative` VALUES (13,'screen',64,48,19,5);
INSERT INTO `albums_derivative` VALUES (14,'page',64,48,20,5);
INSERT INTO `albums_derivative` VALUES (15,'thumb',64,48,21,5);
INSERT INTO `albums_derivative` VALUES (16,'screen',64,48,22,6);
INSERT INTO `albums_derivative` VALUES (17,'page',64,48,23,6);
INSERT INTO `albums_derivative` VALUES (18,'thumb',64,48,24,6);
/*!40000 ALTER TABLE `albums_derivative` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `albums_emptying`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `albums_emptying` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `until` datetime(6) NOT NULL,
  `requested_at` datetime(6) NOT NULL,
  `family_id` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `albums_emptying_family_id_b8632770_fk_accounts_family_id` (`family_id`),
  CONSTRAINT `albums_emptying_family_id_b8632770_fk_accounts_family_id` FOREIGN KEY (`family_id`) REFERENCES `accounts_family` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `albums_emptying` WRITE;
/*!40000 ALTER TABLE `albums_emptying` DISABLE KEYS */;
INSERT INTO `albums_emptying` VALUES (1,'2026-11-27 02:37:28.928000','2026-11-27 02:37:28.962000',1);
/*!40000 ALTER TABLE `albums_emptying` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `albums_picture`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `albums_picture` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `public_id` varchar(20) NOT NULL,
  `sha256` varchar(64) NOT NULL,
  `name` longtext NOT NULL,
  `caption` longtext NOT NULL,
  `state` varchar(8) NOT NULL,
  `width` int(10) unsigned NOT NULL CHECK (`width` >= 0),
  `height` int(10) unsigned NOT NULL CHECK (`height` >= 0),
  `taken_at` datetime(6) DEFAULT NULL,
  `order_time` datetime(6) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `trashed_at` datetime(6) DEFAULT NULL,
  `album_id` bigint(20) NOT NULL,
  `file_id` bigint(20) NOT NULL,
  `uploaded_by_id` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `public_id` (`public_id`),
  UNIQUE KEY `file_id` (`file_id`),
  UNIQUE KEY `one_of_each_in_album` (`album_id`,`sha256`),
  KEY `albums_picture_uploaded_by_id_e329ed5d_fk_accounts_user_id` (`uploaded_by_id`),
  KEY `pictures_in_order` (`album_id`,`trashed_at`,`order_time`,`id`),
  KEY `pictures_in_trash` (`trashed_at`,`id`),
  KEY `pictures_by_state` (`state`,`id`),
  KEY `pictures_by_day` (`album_id`,`trashed_at`,`taken_at`),
  CONSTRAINT `albums_picture_album_id_8100f4b9_fk_albums_album_id` FOREIGN KEY (`album_id`) REFERENCES `albums_album` (`id`),
  CONSTRAINT `albums_picture_file_id_2504de55_fk_storage_storedfile_id` FOREIGN KEY (`file_id`) REFERENCES `storage_storedfile` (`id`),
  CONSTRAINT `albums_picture_uploaded_by_id_e329ed5d_fk_accounts_user_id` FOREIGN KEY (`uploaded_by_id`) REFERENCES `accounts_user` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=9 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `albums_picture` WRITE;
/*!40000 ALTER TABLE `albums_picture` DISABLE KEYS */;
INSERT INTO `albums_picture` VALUES (1,'df50daab16e0c331e9e9','67d7d356929300acced4bdb14fcd109116da6e2429aada97cc25dcc73cecb484','e1:8b16c76c84cd2bb9:Z-2AXewTe0k_EgeOdxZpIyF1KOn_OMj7PGkVjdN_b0xU','e1:8b16c76c84cd2bb9:Vjm4urmZdk7dKSNXszcxP1w1dSgK6hdtxPYvTA0QyiWVl1orsfn91SKpYA==','ready',500,375,NULL,'2026-11-27 11:37:24.931000','2026-11-27 02:37:24.935000',NULL,1,1,1);
INSERT INTO `albums_picture` VALUES (2,'46a67ad47af3df82dc8c','acf770f76c5775a9861f99f35ef2f0bb11550995beaa62f387e4b49a52614038','e1:8b16c76c84cd2bb9:2LvX6Try2z0d14SgqhOEkp8NKgxHmMqclRxMexJ8Qz0e','e1:8b16c76c84cd2bb9:O4w3TeG1TFSZBCJPrLB3n6IyI1tNh4c9wEltr5N-LL4VcYeaZzk=','ready',500,375,NULL,'2026-11-27 11:37:25.107000','2026-11-27 02:37:25.107000',NULL,1,2,1);
INSERT INTO `albums_picture` VALUES (3,'3da4b1e1b6dc74ab469c','4ce3ebf789d615f952709f1ca87bc5b0e617b154db74e44054592cf25b27e3a4','e1:8b16c76c84cd2bb9:9tk49t-DCr52azAM1zqM7ieBD444TLeMIb8S_-oV-OrL','e1:8b16c76c84cd2bb9:8Ns4pqu-RfflcupGyHOrY20UKsVVm_YFpergFM4ogG_PhhnMP-lCzzSbmbI=','ready',500,375,NULL,'2026-11-27 11:37:25.295000','2026-11-27 02:37:25.295000',NULL,1,3,1);
INSERT INTO `albums_picture` VALUES (4,'436dd141378c847e6281','108dd49977f0d9e5a943e7ec49a1aff7f1efc134eeb263ac8ba9f90c28906279','e1:8b16c76c84cd2bb9:IZt35Vt9iXGFy-EYMhgiQMK39UDmprED4ZT4-HFDJOJ1','e1:8b16c76c84cd2bb9:43VZhy26QlA1-nd5e7qN8eeubgskSaqfD9udtQVXQs8YLoCWdBWzVw==','ready',64,48,NULL,'2026-11-27 11:37:25.437000','2026-11-27 02:37:25.437000','2026-11-27 02:37:28.972000',1,4,1);
INSERT INTO `albums_picture` VALUES (5,'5754b349d6ca2dcedca7','1c2c9752830afe9e44c039d926b2c6f8afa6f6d642e7d5bf167467f004f53560','e1:8b16c76c84cd2bb9:11xXoODHeb-AZOxMamRLyd1I5VrB6CkepTyrUnxRpdV6','','ready',64,48,NULL,'2026-11-27 11:37:25.502000','2026-11-27 02:37:25.502000','2026-11-27 02:37:28.928000',1,5,1);
INSERT INTO `albums_picture` VALUES (6,'40be9d454bef36a15ed9','7f74bb8f2c6ce47d44629d9de5bac85080982334792aea7872b2cb34f45cf186','e1:8b16c76c84cd2bb9:R7NtdytKIvnBFZqbZdaRBkL9C0xxACHU0KT0Ap-Lg2Hd','','ready',64,48,NULL,'2026-11-27 11:37:25.570000','2026-11-27 02:37:25.570000','2026-11-27 02:37:28.928000',1,6,1);
INSERT INTO `albums_picture` VALUES (7,'f88929d2e5a39b864508','2207b98b983d4e1e3df2d5726e0d0bd4742e6d8fe78b3a402ecc661403404fa7','e1:8b16c76c84cd2bb9:jav8XGa5M47PG7gyXafuUZg5whGnNjalODAbrspGyYD1','e1:8b16c76c84cd2bb9:H05nvxGJb_ioKCFkYCTdpvZF28HwHfyV9ngzMVYFSnpeFkgd','waiting',64,48,NULL,'2026-11-27 11:37:28.784000','2026-11-27 02:37:28.785000',NULL,1,25,1);
INSERT INTO `albums_picture` VALUES (8,'21189a366a435f5a3c2c','139fe1608a3250ee45b3338794875ef053b1fb41211710e258cf230720f98832','e1:8b16c76c84cd2bb9:4leHz32wgjnS6rpQy3_mjED368SQ5WkPcBvoSLIailXJ','e1:8b16c76c84cd2bb9:okmWMz2h0J6zr5djMpyK5SVT8EczkSEoovPHbLl4mzNuI_c=','waiting',64,48,NULL,'2026-11-27 11:37:28.892000','2026-11-27 02:37:28.892000',NULL,1,26,1);
/*!40000 ALTER TABLE `albums_picture` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `alerts_alert`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `alerts_alert` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `kind` varchar(40) NOT NULL,
  `summary` varchar(200) NOT NULL,
  `count` int(10) unsigned NOT NULL CHECK (`count` >= 0),
  `look_at` varchar(100) NOT NULL,
  `request_id` varchar(64) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `last_at` datetime(6) NOT NULL,
  `webhook_lease` uuid DEFAULT NULL,
  `webhook_sent_at` datetime(6) DEFAULT NULL,
  `mail_lease` uuid DEFAULT NULL,
  `mail_sent_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `alerts_to_count_up` (`kind`,`summary`,`webhook_sent_at`),
  KEY `alerts_for_webhook` (`webhook_sent_at`,`kind`),
  KEY `alerts_for_mail` (`mail_sent_at`,`kind`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `alerts_alert` WRITE;
/*!40000 ALTER TABLE `alerts_alert` DISABLE KEYS */;
INSERT INTO `alerts_alert` VALUES (1,'damaged copies','missing in backup',1,'/admin/storage/filecopy/?damage__exact=missing','','2026-11-27 02:37:27.369000','2026-11-27 02:37:27.369000',NULL,NULL,NULL,NULL);
INSERT INTO `alerts_alert` VALUES (2,'damaged copies','missing in backup',1,'/admin/storage/filecopy/?damage__exact=missing','','2026-11-27 02:37:27.626000','2026-11-27 02:37:27.626000',NULL,NULL,NULL,NULL);
INSERT INTO `alerts_alert` VALUES (3,'dead letters','albums.make_derivatives: WorkerDied',1,'/admin/outbox/deadletter/','','2026-11-27 02:37:28.843000','2026-11-27 02:37:28.843000',NULL,NULL,NULL,NULL);
/*!40000 ALTER TABLE `alerts_alert` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `alerts_outlet`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `alerts_outlet` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `kind` varchar(40) NOT NULL,
  `channel` varchar(10) NOT NULL,
  `due_at` datetime(6) NOT NULL,
  `lease` uuid DEFAULT NULL,
  `failures` int(10) unsigned NOT NULL CHECK (`failures` >= 0),
  `error` varchar(200) NOT NULL,
  `sent_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `one_outlet_per_channel` (`kind`,`channel`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `alerts_outlet` WRITE;
/*!40000 ALTER TABLE `alerts_outlet` DISABLE KEYS */;
/*!40000 ALTER TABLE `alerts_outlet` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `auth_group`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `auth_group` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `name` varchar(150) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `name` (`name`)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `auth_group` WRITE;
/*!40000 ALTER TABLE `auth_group` DISABLE KEYS */;
INSERT INTO `auth_group` VALUES (1,'Helpers');
/*!40000 ALTER TABLE `auth_group` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `auth_group_permissions`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `auth_group_permissions` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `group_id` int(11) NOT NULL,
  `permission_id` int(11) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `auth_group_permissions_group_id_permission_id_0cd325b0_uniq` (`group_id`,`permission_id`),
  KEY `auth_group_permissio_permission_id_84c5c92e_fk_auth_perm` (`permission_id`),
  CONSTRAINT `auth_group_permissio_permission_id_84c5c92e_fk_auth_perm` FOREIGN KEY (`permission_id`) REFERENCES `auth_permission` (`id`),
  CONSTRAINT `auth_group_permissions_group_id_b120cbf9_fk_auth_group_id` FOREIGN KEY (`group_id`) REFERENCES `auth_group` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=73 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `auth_group_permissions` WRITE;
/*!40000 ALTER TABLE `auth_group_permissions` DISABLE KEYS */;
INSERT INTO `auth_group_permissions` VALUES (1,1,1);
INSERT INTO `auth_group_permissions` VALUES (2,1,2);
INSERT INTO `auth_group_permissions` VALUES (3,1,3);
INSERT INTO `auth_group_permissions` VALUES (4,1,4);
INSERT INTO `auth_group_permissions` VALUES (5,1,5);
INSERT INTO `auth_group_permissions` VALUES (6,1,6);
INSERT INTO `auth_group_permissions` VALUES (7,1,7);
INSERT INTO `auth_group_permissions` VALUES (8,1,8);
INSERT INTO `auth_group_permissions` VALUES (9,1,9);
INSERT INTO `auth_group_permissions` VALUES (10,1,10);
INSERT INTO `auth_group_permissions` VALUES (11,1,11);
INSERT INTO `auth_group_permissions` VALUES (12,1,12);
INSERT INTO `auth_group_permissions` VALUES (13,1,13);
INSERT INTO `auth_group_permissions` VALUES (14,1,14);
INSERT INTO `auth_group_permissions` VALUES (15,1,15);
INSERT INTO `auth_group_permissions` VALUES (16,1,16);
INSERT INTO `auth_group_permissions` VALUES (17,1,17);
INSERT INTO `auth_group_permissions` VALUES (18,1,18);
INSERT INTO `auth_group_permissions` VALUES (19,1,19);
INSERT INTO `auth_group_permissions` VALUES (20,1,20);
INSERT INTO `auth_group_permissions` VALUES (21,1,21);
INSERT INTO `auth_group_permissions` VALUES (22,1,22);
INSERT INTO `auth_group_permissions` VALUES (23,1,23);
INSERT INTO `auth_group_permissions` VALUES (24,1,24);
INSERT INTO `auth_group_permissions` VALUES (25,1,25);
INSERT INTO `auth_group_permissions` VALUES (26,1,26);
INSERT INTO `auth_group_permissions` VALUES (27,1,27);
INSERT INTO `auth_group_permissions` VALUES (28,1,28);
INSERT INTO `auth_group_permissions` VALUES (29,1,29);
INSERT INTO `auth_group_permissions` VALUES (30,1,30);
INSERT INTO `auth_group_permissions` VALUES (31,1,31);
INSERT INTO `auth_group_permissions` VALUES (32,1,32);
INSERT INTO `auth_group_permissions` VALUES (33,1,33);
INSERT INTO `auth_group_permissions` VALUES (34,1,34);
INSERT INTO `auth_group_permissions` VALUES (35,1,35);
INSERT INTO `auth_group_permissions` VALUES (36,1,36);
INSERT INTO `auth_group_permissions` VALUES (37,1,37);
INSERT INTO `auth_group_permissions` VALUES (38,1,38);
INSERT INTO `auth_group_permissions` VALUES (39,1,39);
INSERT INTO `auth_group_permissions` VALUES (40,1,40);
INSERT INTO `auth_group_permissions` VALUES (41,1,41);
INSERT INTO `auth_group_permissions` VALUES (42,1,42);
INSERT INTO `auth_group_permissions` VALUES (43,1,43);
INSERT INTO `auth_group_permissions` VALUES (44,1,44);
INSERT INTO `auth_group_permissions` VALUES (45,1,45);
INSERT INTO `auth_group_permissions` VALUES (46,1,46);
INSERT INTO `auth_group_permissions` VALUES (47,1,47);
INSERT INTO `auth_group_permissions` VALUES (48,1,48);
INSERT INTO `auth_group_permissions` VALUES (49,1,49);
INSERT INTO `auth_group_permissions` VALUES (50,1,50);
INSERT INTO `auth_group_permissions` VALUES (51,1,51);
INSERT INTO `auth_group_permissions` VALUES (52,1,52);
INSERT INTO `auth_group_permissions` VALUES (53,1,53);
INSERT INTO `auth_group_permissions` VALUES (54,1,54);
INSERT INTO `auth_group_permissions` VALUES (55,1,55);
INSERT INTO `auth_group_permissions` VALUES (56,1,56);
INSERT INTO `auth_group_permissions` VALUES (57,1,57);
INSERT INTO `auth_group_permissions` VALUES (58,1,58);
INSERT INTO `auth_group_permissions` VALUES (59,1,59);
INSERT INTO `auth_group_permissions` VALUES (60,1,60);
INSERT INTO `auth_group_permissions` VALUES (61,1,61);
INSERT INTO `auth_group_permissions` VALUES (62,1,62);
INSERT INTO `auth_group_permissions` VALUES (63,1,63);
INSERT INTO `auth_group_permissions` VALUES (64,1,64);
INSERT INTO `auth_group_permissions` VALUES (65,1,65);
INSERT INTO `auth_group_permissions` VALUES (66,1,66);
INSERT INTO `auth_group_permissions` VALUES (67,1,67);
INSERT INTO `auth_group_permissions` VALUES (68,1,68);
INSERT INTO `auth_group_permissions` VALUES (69,1,69);
INSERT INTO `auth_group_permissions` VALUES (70,1,70);
INSERT INTO `auth_group_permissions` VALUES (71,1,71);
INSERT INTO `auth_group_permissions` VALUES (72,1,72);
/*!40000 ALTER TABLE `auth_group_permissions` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `auth_permission`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `auth_permission` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `name` varchar(255) NOT NULL,
  `content_type_id` int(11) NOT NULL,
  `codename` varchar(100) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `auth_permission_content_type_id_codename_01ab375a_uniq` (`content_type_id`,`codename`),
  CONSTRAINT `auth_permission_content_type_id_2f476e4b_fk_django_co` FOREIGN KEY (`content_type_id`) REFERENCES `django_content_type` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=113 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `auth_permission` WRITE;
/*!40000 ALTER TABLE `auth_permission` DISABLE KEYS */;
INSERT INTO `auth_permission` VALUES (1,'Can add family',1,'add_family');
INSERT INTO `auth_permission` VALUES (2,'Can change family',1,'change_family');
INSERT INTO `auth_permission` VALUES (3,'Can delete family',1,'delete_family');
INSERT INTO `auth_permission` VALUES (4,'Can view family',1,'view_family');
INSERT INTO `auth_permission` VALUES (5,'Can add member',2,'add_user');
INSERT INTO `auth_permission` VALUES (6,'Can change member',2,'change_user');
INSERT INTO `auth_permission` VALUES (7,'Can delete member',2,'delete_user');
INSERT INTO `auth_permission` VALUES (8,'Can view member',2,'view_user');
INSERT INTO `auth_permission` VALUES (9,'Can add invitation',3,'add_invitation');
INSERT INTO `auth_permission` VALUES (10,'Can change invitation',3,'change_invitation');
INSERT INTO `auth_permission` VALUES (11,'Can delete invitation',3,'delete_invitation');
INSERT INTO `auth_permission` VALUES (12,'Can view invitation',3,'view_invitation');
INSERT INTO `auth_permission` VALUES (13,'Can add personal link',4,'add_personallink');
INSERT INTO `auth_permission` VALUES (14,'Can change personal link',4,'change_personallink');
INSERT INTO `auth_permission` VALUES (15,'Can delete personal link',4,'delete_personallink');
INSERT INTO `auth_permission` VALUES (16,'Can view personal link',4,'view_personallink');
INSERT INTO `auth_permission` VALUES (17,'Can add device',5,'add_device');
INSERT INTO `auth_permission` VALUES (18,'Can change device',5,'change_device');
INSERT INTO `auth_permission` VALUES (19,'Can delete device',5,'delete_device');
INSERT INTO `auth_permission` VALUES (20,'Can view device',5,'view_device');
INSERT INTO `auth_permission` VALUES (21,'Can add derivative',6,'add_derivative');
INSERT INTO `auth_permission` VALUES (22,'Can change derivative',6,'change_derivative');
INSERT INTO `auth_permission` VALUES (23,'Can delete derivative',6,'delete_derivative');
INSERT INTO `auth_permission` VALUES (24,'Can view derivative',6,'view_derivative');
INSERT INTO `auth_permission` VALUES (25,'Can add picture',7,'add_picture');
INSERT INTO `auth_permission` VALUES (26,'Can change picture',7,'change_picture');
INSERT INTO `auth_permission` VALUES (27,'Can delete picture',7,'delete_picture');
INSERT INTO `auth_permission` VALUES (28,'Can view picture',7,'view_picture');
INSERT INTO `auth_permission` VALUES (29,'Can add album',8,'add_album');
INSERT INTO `auth_permission` VALUES (30,'Can change album',8,'change_album');
INSERT INTO `auth_permission` VALUES (31,'Can delete album',8,'delete_album');
INSERT INTO `auth_permission` VALUES (32,'Can view album',8,'view_album');
INSERT INTO `auth_permission` VALUES (33,'Can add emptying of the trash',9,'add_emptying');
INSERT INTO `auth_permission` VALUES (34,'Can change emptying of the trash',9,'change_emptying');
INSERT INTO `auth_permission` VALUES (35,'Can delete emptying of the trash',9,'delete_emptying');
INSERT INTO `auth_permission` VALUES (36,'Can view emptying of the trash',9,'view_emptying');
INSERT INTO `auth_permission` VALUES (37,'Can add usage',10,'add_usage');
INSERT INTO `auth_permission` VALUES (38,'Can change usage',10,'change_usage');
INSERT INTO `auth_permission` VALUES (39,'Can delete usage',10,'delete_usage');
INSERT INTO `auth_permission` VALUES (40,'Can view usage',10,'view_usage');
INSERT INTO `auth_permission` VALUES (41,'Can add stored file',11,'add_storedfile');
INSERT INTO `auth_permission` VALUES (42,'Can change stored file',11,'change_storedfile');
INSERT INTO `auth_permission` VALUES (43,'Can delete stored file',11,'delete_storedfile');
INSERT INTO `auth_permission` VALUES (44,'Can view stored file',11,'view_storedfile');
INSERT INTO `auth_permission` VALUES (45,'Can add copy',12,'add_filecopy');
INSERT INTO `auth_permission` VALUES (46,'Can change copy',12,'change_filecopy');
INSERT INTO `auth_permission` VALUES (47,'Can delete copy',12,'delete_filecopy');
INSERT INTO `auth_permission` VALUES (48,'Can view copy',12,'view_filecopy');
INSERT INTO `auth_permission` VALUES (49,'Can add event of a file',13,'add_fileevent');
INSERT INTO `auth_permission` VALUES (50,'Can change event of a file',13,'change_fileevent');
INSERT INTO `auth_permission` VALUES (51,'Can delete event of a file',13,'delete_fileevent');
INSERT INTO `auth_permission` VALUES (52,'Can view event of a file',13,'view_fileevent');
INSERT INTO `auth_permission` VALUES (53,'Can add restoration',14,'add_restoration');
INSERT INTO `auth_permission` VALUES (54,'Can change restoration',14,'change_restoration');
INSERT INTO `auth_permission` VALUES (55,'Can delete restoration',14,'delete_restoration');
INSERT INTO `auth_permission` VALUES (56,'Can view restoration',14,'view_restoration');
INSERT INTO `auth_permission` VALUES (57,'Can add message',15,'add_message');
INSERT INTO `auth_permission` VALUES (58,'Can change message',15,'change_message');
INSERT INTO `auth_permission` VALUES (59,'Can delete message',15,'delete_message');
INSERT INTO `auth_permission` VALUES (60,'Can view message',15,'view_message');
INSERT INTO `auth_permission` VALUES (61,'Can add dead letter',16,'add_deadletter');
INSERT INTO `auth_permission` VALUES (62,'Can change dead letter',16,'change_deadletter');
INSERT INTO `auth_permission` VALUES (63,'Can delete dead letter',16,'delete_deadletter');
INSERT INTO `auth_permission` VALUES (64,'Can view dead letter',16,'view_deadletter');
INSERT INTO `auth_permission` VALUES (65,'Can add alert',17,'add_alert');
INSERT INTO `auth_permission` VALUES (66,'Can change alert',17,'change_alert');
INSERT INTO `auth_permission` VALUES (67,'Can delete alert',17,'delete_alert');
INSERT INTO `auth_permission` VALUES (68,'Can view alert',17,'view_alert');
INSERT INTO `auth_permission` VALUES (69,'Can add outlet of alerts',18,'add_outlet');
INSERT INTO `auth_permission` VALUES (70,'Can change outlet of alerts',18,'change_outlet');
INSERT INTO `auth_permission` VALUES (71,'Can delete outlet of alerts',18,'delete_outlet');
INSERT INTO `auth_permission` VALUES (72,'Can view outlet of alerts',18,'view_outlet');
INSERT INTO `auth_permission` VALUES (73,'Can add encryption key',19,'add_keynote');
INSERT INTO `auth_permission` VALUES (74,'Can change encryption key',19,'change_keynote');
INSERT INTO `auth_permission` VALUES (75,'Can delete encryption key',19,'delete_keynote');
INSERT INTO `auth_permission` VALUES (76,'Can view encryption key',19,'view_keynote');
INSERT INTO `auth_permission` VALUES (77,'Can add log entry',20,'add_logentry');
INSERT INTO `auth_permission` VALUES (78,'Can change log entry',20,'change_logentry');
INSERT INTO `auth_permission` VALUES (79,'Can delete log entry',20,'delete_logentry');
INSERT INTO `auth_permission` VALUES (80,'Can view log entry',20,'view_logentry');
INSERT INTO `auth_permission` VALUES (81,'Can add permission',21,'add_permission');
INSERT INTO `auth_permission` VALUES (82,'Can change permission',21,'change_permission');
INSERT INTO `auth_permission` VALUES (83,'Can delete permission',21,'delete_permission');
INSERT INTO `auth_permission` VALUES (84,'Can view permission',21,'view_permission');
INSERT INTO `auth_permission` VALUES (85,'Can add group',22,'add_group');
INSERT INTO `auth_permission` VALUES (86,'Can change group',22,'change_group');
INSERT INTO `auth_permission` VALUES (87,'Can delete group',22,'delete_group');
INSERT INTO `auth_permission` VALUES (88,'Can view group',22,'view_group');
INSERT INTO `auth_permission` VALUES (89,'Can add content type',23,'add_contenttype');
INSERT INTO `auth_permission` VALUES (90,'Can change content type',23,'change_contenttype');
INSERT INTO `auth_permission` VALUES (91,'Can delete content type',23,'delete_contenttype');
INSERT INTO `auth_permission` VALUES (92,'Can view content type',23,'view_contenttype');
INSERT INTO `auth_permission` VALUES (93,'Can add session',24,'add_session');
INSERT INTO `auth_permission` VALUES (94,'Can change session',24,'change_session');
INSERT INTO `auth_permission` VALUES (95,'Can delete session',24,'delete_session');
INSERT INTO `auth_permission` VALUES (96,'Can view session',24,'view_session');
INSERT INTO `auth_permission` VALUES (97,'Can add access attempt',25,'add_accessattempt');
INSERT INTO `auth_permission` VALUES (98,'Can change access attempt',25,'change_accessattempt');
INSERT INTO `auth_permission` VALUES (99,'Can delete access attempt',25,'delete_accessattempt');
INSERT INTO `auth_permission` VALUES (100,'Can view access attempt',25,'view_accessattempt');
INSERT INTO `auth_permission` VALUES (101,'Can add access log',26,'add_accesslog');
INSERT INTO `auth_permission` VALUES (102,'Can change access log',26,'change_accesslog');
INSERT INTO `auth_permission` VALUES (103,'Can delete access log',26,'delete_accesslog');
INSERT INTO `auth_permission` VALUES (104,'Can view access log',26,'view_accesslog');
INSERT INTO `auth_permission` VALUES (105,'Can add access failure',27,'add_accessfailurelog');
INSERT INTO `auth_permission` VALUES (106,'Can change access failure',27,'change_accessfailurelog');
INSERT INTO `auth_permission` VALUES (107,'Can delete access failure',27,'delete_accessfailurelog');
INSERT INTO `auth_permission` VALUES (108,'Can view access failure',27,'view_accessfailurelog');
INSERT INTO `auth_permission` VALUES (109,'Can add access attempt expiration',28,'add_accessattemptexpiration');
INSERT INTO `auth_permission` VALUES (110,'Can change access attempt expiration',28,'change_accessattemptexpiration');
INSERT INTO `auth_permission` VALUES (111,'Can delete access attempt expiration',28,'delete_accessattemptexpiration');
INSERT INTO `auth_permission` VALUES (112,'Can view access attempt expiration',28,'view_accessattemptexpiration');
/*!40000 ALTER TABLE `auth_permission` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `axes_accessattempt`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `axes_accessattempt` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `user_agent` varchar(255) NOT NULL,
  `ip_address` char(39) DEFAULT NULL,
  `username` varchar(255) DEFAULT NULL,
  `http_accept` varchar(1025) NOT NULL,
  `path_info` varchar(255) NOT NULL,
  `attempt_time` datetime(6) NOT NULL,
  `get_data` longtext NOT NULL,
  `post_data` longtext NOT NULL,
  `failures_since_start` int(10) unsigned NOT NULL CHECK (`failures_since_start` >= 0),
  PRIMARY KEY (`id`),
  UNIQUE KEY `axes_accessattempt_username_ip_address_user_agent_8ea22282_uniq` (`username`,`ip_address`,`user_agent`),
  KEY `axes_accessattempt_ip_address_10922d9c` (`ip_address`),
  KEY `axes_accessattempt_user_agent_ad89678b` (`user_agent`),
  KEY `axes_accessattempt_username_3f2d4ca0` (`username`)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `axes_accessattempt` WRITE;
/*!40000 ALTER TABLE `axes_accessattempt` DISABLE KEYS */;
INSERT INTO `axes_accessattempt` VALUES (1,'<unknown>','127.0.0.1','minsu@example.com','<unknown>','/accounts/login/','2026-11-27 02:37:24.131000','','username=minsu@example.com\npassword=********************',1);
/*!40000 ALTER TABLE `axes_accessattempt` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `axes_accessattemptexpiration`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `axes_accessattemptexpiration` (
  `access_attempt_id` int(11) NOT NULL,
  `expires_at` datetime(6) NOT NULL,
  PRIMARY KEY (`access_attempt_id`),
  CONSTRAINT `axes_accessattemptex_access_attempt_id_6b73a47a_fk_axes_acce` FOREIGN KEY (`access_attempt_id`) REFERENCES `axes_accessattempt` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `axes_accessattemptexpiration` WRITE;
/*!40000 ALTER TABLE `axes_accessattemptexpiration` DISABLE KEYS */;
/*!40000 ALTER TABLE `axes_accessattemptexpiration` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `axes_accessfailurelog`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `axes_accessfailurelog` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `user_agent` varchar(255) NOT NULL,
  `ip_address` char(39) DEFAULT NULL,
  `username` varchar(255) DEFAULT NULL,
  `http_accept` varchar(1025) NOT NULL,
  `path_info` varchar(255) NOT NULL,
  `attempt_time` datetime(6) NOT NULL,
  `locked_out` tinyint(1) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `axes_accessfailurelog_user_agent_ea145dda` (`user_agent`),
  KEY `axes_accessfailurelog_ip_address_2e9f5a7f` (`ip_address`),
  KEY `axes_accessfailurelog_username_a8b7e8a4` (`username`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `axes_accessfailurelog` WRITE;
/*!40000 ALTER TABLE `axes_accessfailurelog` DISABLE KEYS */;
/*!40000 ALTER TABLE `axes_accessfailurelog` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `axes_accesslog`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `axes_accesslog` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `user_agent` varchar(255) NOT NULL,
  `ip_address` char(39) DEFAULT NULL,
  `username` varchar(255) DEFAULT NULL,
  `http_accept` varchar(1025) NOT NULL,
  `path_info` varchar(255) NOT NULL,
  `attempt_time` datetime(6) NOT NULL,
  `logout_time` datetime(6) DEFAULT NULL,
  `session_hash` varchar(64) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `axes_accesslog_ip_address_86b417e5` (`ip_address`),
  KEY `axes_accesslog_user_agent_0e659004` (`user_agent`),
  KEY `axes_accesslog_username_df93064b` (`username`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `axes_accesslog` WRITE;
/*!40000 ALTER TABLE `axes_accesslog` DISABLE KEYS */;
/*!40000 ALTER TABLE `axes_accesslog` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `django_admin_log`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `django_admin_log` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `action_time` datetime(6) NOT NULL,
  `object_id` longtext DEFAULT NULL,
  `object_repr` varchar(200) NOT NULL,
  `action_flag` smallint(5) unsigned NOT NULL CHECK (`action_flag` >= 0),
  `change_message` longtext NOT NULL,
  `content_type_id` int(11) DEFAULT NULL,
  `user_id` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `django_admin_log_content_type_id_c4bce8eb_fk_django_co` (`content_type_id`),
  KEY `django_admin_log_user_id_c564eba6_fk_accounts_user_id` (`user_id`),
  CONSTRAINT `django_admin_log_content_type_id_c4bce8eb_fk_django_co` FOREIGN KEY (`content_type_id`) REFERENCES `django_content_type` (`id`),
  CONSTRAINT `django_admin_log_user_id_c564eba6_fk_accounts_user_id` FOREIGN KEY (`user_id`) REFERENCES `accounts_user` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `django_admin_log` WRITE;
/*!40000 ALTER TABLE `django_admin_log` DISABLE KEYS */;
/*!40000 ALTER TABLE `django_admin_log` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `django_content_type`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `django_content_type` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `app_label` varchar(100) NOT NULL,
  `model` varchar(100) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `django_content_type_app_label_model_76bd3d3b_uniq` (`app_label`,`model`)
) ENGINE=InnoDB AUTO_INCREMENT=29 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `django_content_type` WRITE;
/*!40000 ALTER TABLE `django_content_type` DISABLE KEYS */;
INSERT INTO `django_content_type` VALUES (5,'accounts','device');
INSERT INTO `django_content_type` VALUES (1,'accounts','family');
INSERT INTO `django_content_type` VALUES (3,'accounts','invitation');
INSERT INTO `django_content_type` VALUES (4,'accounts','personallink');
INSERT INTO `django_content_type` VALUES (2,'accounts','user');
INSERT INTO `django_content_type` VALUES (20,'admin','logentry');
INSERT INTO `django_content_type` VALUES (8,'albums','album');
INSERT INTO `django_content_type` VALUES (6,'albums','derivative');
INSERT INTO `django_content_type` VALUES (9,'albums','emptying');
INSERT INTO `django_content_type` VALUES (7,'albums','picture');
INSERT INTO `django_content_type` VALUES (17,'alerts','alert');
INSERT INTO `django_content_type` VALUES (18,'alerts','outlet');
INSERT INTO `django_content_type` VALUES (22,'auth','group');
INSERT INTO `django_content_type` VALUES (21,'auth','permission');
INSERT INTO `django_content_type` VALUES (25,'axes','accessattempt');
INSERT INTO `django_content_type` VALUES (28,'axes','accessattemptexpiration');
INSERT INTO `django_content_type` VALUES (27,'axes','accessfailurelog');
INSERT INTO `django_content_type` VALUES (26,'axes','accesslog');
INSERT INTO `django_content_type` VALUES (23,'contenttypes','contenttype');
INSERT INTO `django_content_type` VALUES (19,'encryption','keynote');
INSERT INTO `django_content_type` VALUES (16,'outbox','deadletter');
INSERT INTO `django_content_type` VALUES (15,'outbox','message');
INSERT INTO `django_content_type` VALUES (24,'sessions','session');
INSERT INTO `django_content_type` VALUES (12,'storage','filecopy');
INSERT INTO `django_content_type` VALUES (13,'storage','fileevent');
INSERT INTO `django_content_type` VALUES (14,'storage','restoration');
INSERT INTO `django_content_type` VALUES (11,'storage','storedfile');
INSERT INTO `django_content_type` VALUES (10,'storage','usage');
/*!40000 ALTER TABLE `django_content_type` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `django_migrations`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `django_migrations` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `app` varchar(255) NOT NULL,
  `name` varchar(255) NOT NULL,
  `applied` datetime(6) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=53 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `django_migrations` WRITE;
/*!40000 ALTER TABLE `django_migrations` DISABLE KEYS */;
INSERT INTO `django_migrations` VALUES (1,'contenttypes','0001_initial','2026-11-27 02:37:54.289304');
INSERT INTO `django_migrations` VALUES (2,'contenttypes','0002_remove_content_type_name','2026-11-27 02:37:54.411440');
INSERT INTO `django_migrations` VALUES (3,'auth','0001_initial','2026-11-27 02:37:54.960215');
INSERT INTO `django_migrations` VALUES (4,'auth','0002_alter_permission_name_max_length','2026-11-27 02:37:55.056124');
INSERT INTO `django_migrations` VALUES (5,'auth','0003_alter_user_email_max_length','2026-11-27 02:37:55.075152');
INSERT INTO `django_migrations` VALUES (6,'auth','0004_alter_user_username_opts','2026-11-27 02:37:55.090768');
INSERT INTO `django_migrations` VALUES (7,'auth','0005_alter_user_last_login_null','2026-11-27 02:37:55.124136');
INSERT INTO `django_migrations` VALUES (8,'auth','0006_require_contenttypes_0002','2026-11-27 02:37:55.126071');
INSERT INTO `django_migrations` VALUES (9,'auth','0007_alter_validators_add_error_messages','2026-11-27 02:37:55.135172');
INSERT INTO `django_migrations` VALUES (10,'auth','0008_alter_user_username_max_length','2026-11-27 02:37:55.155414');
INSERT INTO `django_migrations` VALUES (11,'auth','0009_alter_user_last_name_max_length','2026-11-27 02:37:55.171399');
INSERT INTO `django_migrations` VALUES (12,'auth','0010_alter_group_name_max_length','2026-11-27 02:37:55.273986');
INSERT INTO `django_migrations` VALUES (13,'auth','0011_update_proxy_permissions','2026-11-27 02:37:55.297008');
INSERT INTO `django_migrations` VALUES (14,'auth','0012_alter_user_first_name_max_length','2026-11-27 02:37:55.320722');
INSERT INTO `django_migrations` VALUES (15,'accounts','0001_initial','2026-11-27 02:37:56.828978');
INSERT INTO `django_migrations` VALUES (16,'admin','0001_initial','2026-11-27 02:37:57.040163');
INSERT INTO `django_migrations` VALUES (17,'admin','0002_logentry_remove_auto_add','2026-11-27 02:37:57.065685');
INSERT INTO `django_migrations` VALUES (18,'admin','0003_logentry_add_action_flag_choices','2026-11-27 02:37:57.089829');
INSERT INTO `django_migrations` VALUES (19,'accounts','0002_encrypted_columns','2026-11-27 02:37:57.396426');
INSERT INTO `django_migrations` VALUES (20,'accounts','0003_encrypt_rows','2026-11-27 02:37:57.470153');
INSERT INTO `django_migrations` VALUES (21,'storage','0001_initial','2026-11-27 02:37:58.185746');
INSERT INTO `django_migrations` VALUES (22,'storage','0002_encryption_and_care','2026-11-27 02:37:58.856595');
INSERT INTO `django_migrations` VALUES (23,'storage','0003_file_events','2026-11-27 02:37:59.053188');
INSERT INTO `django_migrations` VALUES (24,'storage','0004_care','2026-11-27 02:37:59.232725');
INSERT INTO `django_migrations` VALUES (25,'storage','0005_verified_when_stored','2026-11-27 02:37:59.251846');
INSERT INTO `django_migrations` VALUES (26,'albums','0001_initial','2026-11-27 02:37:59.419129');
INSERT INTO `django_migrations` VALUES (27,'albums','0002_initial','2026-11-27 02:38:00.196131');
INSERT INTO `django_migrations` VALUES (28,'albums','0003_encrypted_columns','2026-11-27 02:38:00.616398');
INSERT INTO `django_migrations` VALUES (29,'albums','0004_encrypt_rows','2026-11-27 02:38:00.760023');
INSERT INTO `django_migrations` VALUES (30,'albums','0005_find_by_state','2026-11-27 02:38:00.854557');
INSERT INTO `django_migrations` VALUES (31,'albums','0006_album_version','2026-11-27 02:38:00.996112');
INSERT INTO `django_migrations` VALUES (32,'albums','0007_deleting_in_batches','2026-11-27 02:38:01.273788');
INSERT INTO `django_migrations` VALUES (33,'albums','0008_pictures_by_day','2026-11-27 02:38:01.404424');
INSERT INTO `django_migrations` VALUES (34,'alerts','0001_initial','2026-11-27 02:38:01.640098');
INSERT INTO `django_migrations` VALUES (35,'axes','0001_initial','2026-11-27 02:38:01.713947');
INSERT INTO `django_migrations` VALUES (36,'axes','0002_auto_20151217_2044','2026-11-27 02:38:02.251231');
INSERT INTO `django_migrations` VALUES (37,'axes','0003_auto_20160322_0929','2026-11-27 02:38:02.298444');
INSERT INTO `django_migrations` VALUES (38,'axes','0004_auto_20181024_1538','2026-11-27 02:38:02.362100');
INSERT INTO `django_migrations` VALUES (39,'axes','0005_remove_accessattempt_trusted','2026-11-27 02:38:02.488064');
INSERT INTO `django_migrations` VALUES (40,'axes','0006_remove_accesslog_trusted','2026-11-27 02:38:02.566642');
INSERT INTO `django_migrations` VALUES (41,'axes','0007_alter_accessattempt_unique_together','2026-11-27 02:38:02.752957');
INSERT INTO `django_migrations` VALUES (42,'axes','0008_accessfailurelog','2026-11-27 02:38:02.929872');
INSERT INTO `django_migrations` VALUES (43,'axes','0009_add_session_hash','2026-11-27 02:38:03.024121');
INSERT INTO `django_migrations` VALUES (44,'axes','0010_accessattemptexpiration','2026-11-27 02:38:03.093333');
INSERT INTO `django_migrations` VALUES (45,'encryption','0001_key_notes','2026-11-27 02:38:03.116452');
INSERT INTO `django_migrations` VALUES (46,'outbox','0001_initial','2026-11-27 02:38:03.274131');
INSERT INTO `django_migrations` VALUES (47,'outbox','0002_dead_letters','2026-11-27 02:38:03.508757');
INSERT INTO `django_migrations` VALUES (48,'sessions','0001_initial','2026-11-27 02:38:03.584426');
INSERT INTO `django_migrations` VALUES (49,'storage','0006_find_by_sha256','2026-11-27 02:38:03.647399');
INSERT INTO `django_migrations` VALUES (50,'storage','0007_places','2026-11-27 02:38:04.019435');
INSERT INTO `django_migrations` VALUES (51,'storage','0008_fill_places','2026-11-27 02:38:04.276088');
INSERT INTO `django_migrations` VALUES (52,'storage','0009_find_by_places','2026-11-27 02:38:04.542393');
/*!40000 ALTER TABLE `django_migrations` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `django_session`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `django_session` (
  `session_key` varchar(40) NOT NULL,
  `session_data` longtext NOT NULL,
  `expire_date` datetime(6) NOT NULL,
  PRIMARY KEY (`session_key`),
  KEY `django_session_expire_date_a5c62663` (`expire_date`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `django_session` WRITE;
/*!40000 ALTER TABLE `django_session` DISABLE KEYS */;
INSERT INTO `django_session` VALUES ('3t65wfi9571h7plk78xhbxc4dvsb6cyn','.eJxVi0sOgkAQBe8ya0NoaUZw6d4zTPqbMUZMGGZlvLuQsMC3rFf1CYnqklMtNqeHhmuAcDoyJnnatB0k8q7TUpodleZuL7b5tht_WaaS18ZG0HU4IMTIrSK0aDiAdiTO0JmRmkcwFu_9cibXkYm5JxJ0juH7A7ShNlI:1xWlq0:rcC5Ge1cx9aROFHTAli74c2VDV-nHL6gyGs9LK2dHCo','2028-01-01 02:37:24.253000');
INSERT INTO `django_session` VALUES ('vi20zi9155lqjnc4ofwbd1sv4h7xpha1','.eJxVjcEOwiAQRP-Fs2mgIJQevfsNZHe7pMTYGihGY_x3MelB5zjzZuYlAtRtDrVwDmkSozDi8Osh0IWXbwBEa1220u1W6c58Rc6nnfirzVDm1nFmMtaj8lGTVh79IGX0A5JXxwEjaojOEjI70_fWATkjQXmwZNG6XrbRie-JWIxbrtwuCpeS1iXw45byU4xWy8Y1vT869UGy:1xWlq0:5Y4U3Aula7Zpb4f1_U2KA3t9__nqNju-FaNcRDtZ_o4','2046-11-22 02:37:24.357000');
/*!40000 ALTER TABLE `django_session` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `encryption_keynote`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `encryption_keynote` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `variable` varchar(40) NOT NULL,
  `key_id` varchar(16) NOT NULL,
  `first_used_at` datetime(6) NOT NULL,
  `retired_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `one_note_for_each_key` (`variable`,`key_id`)
) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `encryption_keynote` WRITE;
/*!40000 ALTER TABLE `encryption_keynote` DISABLE KEYS */;
INSERT INTO `encryption_keynote` VALUES (1,'FILE_ENCRYPTION_KEYS','0c348f5759997b37','2026-11-27 02:37:14.721000',NULL);
INSERT INTO `encryption_keynote` VALUES (2,'FIELD_ENCRYPTION_KEYS','8b16c76c84cd2bb9','2026-11-27 02:37:14.744000',NULL);
/*!40000 ALTER TABLE `encryption_keynote` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `outbox_deadletter`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `outbox_deadletter` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `fingerprint` varchar(64) NOT NULL,
  `state` varchar(8) NOT NULL,
  `task` varchar(200) NOT NULL,
  `queue` varchar(100) NOT NULL,
  `arguments` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`arguments`)),
  `body` longtext NOT NULL,
  `error` longtext NOT NULL,
  `traceback` longtext NOT NULL,
  `request_id` varchar(64) NOT NULL,
  `count` int(10) unsigned NOT NULL CHECK (`count` >= 0),
  `first_failed_at` datetime(6) NOT NULL,
  `last_failed_at` datetime(6) NOT NULL,
  `replay_at` datetime(6) DEFAULT NULL,
  `reason` varchar(500) NOT NULL,
  `settled_at` datetime(6) DEFAULT NULL,
  `settled_by` varchar(150) NOT NULL,
  `message_id` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `fingerprint` (`fingerprint`),
  UNIQUE KEY `message_id` (`message_id`),
  KEY `dead_letters_open` (`state`,`replay_at`),
  CONSTRAINT `outbox_deadletter_message_id_3555a06a_fk_outbox_message_id` FOREIGN KEY (`message_id`) REFERENCES `outbox_message` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `outbox_deadletter` WRITE;
/*!40000 ALTER TABLE `outbox_deadletter` DISABLE KEYS */;
INSERT INTO `outbox_deadletter` VALUES (1,'25b5bcdcea4540519d7dd292786942e8','open','albums.make_derivatives','pictures','{\"picture_id\": 7}','','WorkerDied: its worker ended 4 times in the middle of it','outbox.failing.WorkerDied: its worker ended 4 times in the middle of it\n','9c6a3c98ac202d6c',1,'2026-11-27 02:37:28.829000','2026-11-27 02:37:28.831000',NULL,'',NULL,'',24);
/*!40000 ALTER TABLE `outbox_deadletter` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `outbox_message`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `outbox_message` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `uid` uuid NOT NULL,
  `task` varchar(80) NOT NULL,
  `arguments` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL CHECK (json_valid(`arguments`)),
  `queue` varchar(20) NOT NULL,
  `request_id` varchar(64) NOT NULL,
  `state` varchar(8) NOT NULL,
  `due_at` datetime(6) NOT NULL,
  `lease` uuid DEFAULT NULL,
  `attempts` int(10) unsigned NOT NULL CHECK (`attempts` >= 0),
  `failures` int(10) unsigned NOT NULL CHECK (`failures` >= 0),
  `error` longtext NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `sent_at` datetime(6) DEFAULT NULL,
  `done_at` datetime(6) DEFAULT NULL,
  `begun` int(10) unsigned NOT NULL CHECK (`begun` >= 0),
  `first_failed_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uid` (`uid`),
  KEY `messages_due` (`state`,`due_at`),
  KEY `messages_by_lease` (`lease`),
  KEY `messages_done` (`state`,`done_at`)
) ENGINE=InnoDB AUTO_INCREMENT=29 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `outbox_message` WRITE;
/*!40000 ALTER TABLE `outbox_message` DISABLE KEYS */;
INSERT INTO `outbox_message` VALUES (1,'394459ba-15ca-47c5-87da-65bbe488fe32','albums.make_derivatives','{\"picture_id\": 1}','pictures','5efb9b7bd06e348e','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:24.948000',NULL,'2026-11-27 02:37:26.129000',1,NULL);
INSERT INTO `outbox_message` VALUES (2,'613ad136-a994-4dcd-974f-d6b5390a4b78','storage.record_history','{\"events\": [{\"id\": \"18ebc66c51f1f35bd6af779216d047bf\", \"at\": \"2026-11-27T02:37:24.873371+00:00\", \"file_key\": \"2da71ec562ffa7909b3a75dafb3fa9d4b6664b18\", \"file_id\": 1, \"step\": \"requested\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"5efb9b7bd06e348e\", \"note\": \"original, image/jpeg\"}, {\"id\": \"18ebc66c51f374d93ec25dbe20015d1b\", \"at\": \"2026-11-27T02:37:24.970964+00:00\", \"file_key\": \"2da71ec562ffa7909b3a75dafb3fa9d4b6664b18\", \"file_id\": 1, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"5efb9b7bd06e348e\"}, {\"id\": \"18ebc66c51f3f6a91249468edfc2e5a0\", \"at\": \"2026-11-27T02:37:24.970989+00:00\", \"file_key\": \"2da71ec562ffa7909b3a75dafb3fa9d4b6664b18\", \"file_id\": 1, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"5efb9b7bd06e348e\"}, {\"id\": \"18ebc66c51f4535f7d2400ff4eab553e\", \"at\": \"2026-11-27T02:37:24.971012+00:00\", \"file_key\": \"2da71ec562ffa7909b3a75dafb3fa9d4b6664b18\", \"file_id\": 1, \"step\": \"kept\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"5efb9b7bd06e348e\"}]}','files','5efb9b7bd06e348e','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:24.971000',NULL,'2026-11-27 02:37:26.279000',1,NULL);
INSERT INTO `outbox_message` VALUES (3,'9ea9bb38-8525-473a-8f49-5466ae634db6','albums.make_derivatives','{\"picture_id\": 2}','pictures','a6f2b5e31b12fc17','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:25.116000',NULL,'2026-11-27 02:37:26.486000',1,NULL);
INSERT INTO `outbox_message` VALUES (4,'81952183-6f8e-4709-baaa-69336b18fd87','storage.record_history','{\"events\": [{\"id\": \"18ebc66c5b9689c23061ce55f0fef1b9\", \"at\": \"2026-11-27T02:37:25.094896+00:00\", \"file_key\": \"5c038e9b172a29d689f7db75d067b9ef82644b68\", \"file_id\": 2, \"step\": \"requested\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"a6f2b5e31b12fc17\", \"note\": \"original, image/jpeg\"}, {\"id\": \"18ebc66c5b97c2e51cc5edf8eb4f8d64\", \"at\": \"2026-11-27T02:37:25.132725+00:00\", \"file_key\": \"5c038e9b172a29d689f7db75d067b9ef82644b68\", \"file_id\": 2, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"a6f2b5e31b12fc17\"}, {\"id\": \"18ebc66c5b983e9c7a334943f2334898\", \"at\": \"2026-11-27T02:37:25.132750+00:00\", \"file_key\": \"5c038e9b172a29d689f7db75d067b9ef82644b68\", \"file_id\": 2, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"a6f2b5e31b12fc17\"}, {\"id\": \"18ebc66c5b98a6733e341a1fa57fc77e\", \"at\": \"2026-11-27T02:37:25.132778+00:00\", \"file_key\": \"5c038e9b172a29d689f7db75d067b9ef82644b68\", \"file_id\": 2, \"step\": \"kept\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"a6f2b5e31b12fc17\"}]}','files','a6f2b5e31b12fc17','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:25.133000',NULL,'2026-11-27 02:37:26.552000',1,NULL);
INSERT INTO `outbox_message` VALUES (5,'3e36603e-ae58-4d2f-b4b0-0b7fe604f449','albums.make_derivatives','{\"picture_id\": 3}','pictures','af3212ea57170753','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:25.301000',NULL,'2026-11-27 02:37:26.799000',1,NULL);
INSERT INTO `outbox_message` VALUES (6,'f72b360b-832c-4797-9336-2d13e77237eb','storage.record_history','{\"events\": [{\"id\": \"18ebc66c67688cb9b50bbd7c1625995b\", \"at\": \"2026-11-27T02:37:25.256482+00:00\", \"file_key\": \"5dea6719daee6dd52802f6c3fd57b21b6c7f6ecf\", \"file_id\": 3, \"step\": \"requested\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"af3212ea57170753\", \"note\": \"original, image/jpeg\"}, {\"id\": \"18ebc66c6769bbbe0755d7d80c3d9821\", \"at\": \"2026-11-27T02:37:25.331038+00:00\", \"file_key\": \"5dea6719daee6dd52802f6c3fd57b21b6c7f6ecf\", \"file_id\": 3, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"af3212ea57170753\"}, {\"id\": \"18ebc66c676a4a12140a501be6f09ef6\", \"at\": \"2026-11-27T02:37:25.331065+00:00\", \"file_key\": \"5dea6719daee6dd52802f6c3fd57b21b6c7f6ecf\", \"file_id\": 3, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"af3212ea57170753\"}, {\"id\": \"18ebc66c676aa95405a0a6ba5b138e58\", \"at\": \"2026-11-27T02:37:25.331089+00:00\", \"file_key\": \"5dea6719daee6dd52802f6c3fd57b21b6c7f6ecf\", \"file_id\": 3, \"step\": \"kept\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"af3212ea57170753\"}]}','files','af3212ea57170753','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:25.331000',NULL,'2026-11-27 02:37:26.864000',1,NULL);
INSERT INTO `outbox_message` VALUES (7,'9bf91654-e7e7-4ab2-9c5e-e52486dc2f47','albums.make_derivatives','{\"picture_id\": 4}','pictures','995d59057ddfb951','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:25.439000',NULL,'2026-11-27 02:37:26.940000',1,NULL);
INSERT INTO `outbox_message` VALUES (8,'003d8b27-8092-4309-8926-6e003f126159','storage.record_history','{\"events\": [{\"id\": \"18ebc66c6e2f93c56cb75f31516db3e6\", \"at\": \"2026-11-27T02:37:25.407211+00:00\", \"file_key\": \"e06f3cf11f4a52ebaba9f57d1fab4dbfc1dd60c6\", \"file_id\": 4, \"step\": \"requested\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"995d59057ddfb951\", \"note\": \"original, image/jpeg\"}, {\"id\": \"18ebc66c6e30488f3de86c42d9ffb56d\", \"at\": \"2026-11-27T02:37:25.444783+00:00\", \"file_key\": \"e06f3cf11f4a52ebaba9f57d1fab4dbfc1dd60c6\", \"file_id\": 4, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"995d59057ddfb951\"}, {\"id\": \"18ebc66c6e31d396c9df4c30a8d33c77\", \"at\": \"2026-11-27T02:37:25.444804+00:00\", \"file_key\": \"e06f3cf11f4a52ebaba9f57d1fab4dbfc1dd60c6\", \"file_id\": 4, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"995d59057ddfb951\"}, {\"id\": \"18ebc66c6e320d9cbc2b25c18e79c834\", \"at\": \"2026-11-27T02:37:25.444861+00:00\", \"file_key\": \"e06f3cf11f4a52ebaba9f57d1fab4dbfc1dd60c6\", \"file_id\": 4, \"step\": \"kept\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"995d59057ddfb951\"}]}','files','995d59057ddfb951','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:25.445000',NULL,'2026-11-27 02:37:27.032000',1,NULL);
INSERT INTO `outbox_message` VALUES (9,'47419bd6-e1d8-427a-87ab-65343ce979c8','albums.make_derivatives','{\"picture_id\": 5}','pictures','2c373979bc98ef9b','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:25.503000',NULL,'2026-11-27 02:37:27.129000',1,NULL);
INSERT INTO `outbox_message` VALUES (10,'d95acf36-7654-4b5c-a303-43caf868db65','storage.record_history','{\"events\": [{\"id\": \"18ebc66c72123a88458881357e523ce5\", \"at\": \"2026-11-27T02:37:25.489410+00:00\", \"file_key\": \"55f4635d25749d3210d5616a7a28c5e6c87a135d\", \"file_id\": 5, \"step\": \"requested\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"2c373979bc98ef9b\", \"note\": \"original, image/jpeg\"}, {\"id\": \"18ebc66c7212f8418b59efb01dd3a882\", \"at\": \"2026-11-27T02:37:25.509893+00:00\", \"file_key\": \"55f4635d25749d3210d5616a7a28c5e6c87a135d\", \"file_id\": 5, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"2c373979bc98ef9b\"}, {\"id\": \"18ebc66c721343f975155cada18ff673\", \"at\": \"2026-11-27T02:37:25.509909+00:00\", \"file_key\": \"55f4635d25749d3210d5616a7a28c5e6c87a135d\", \"file_id\": 5, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"2c373979bc98ef9b\"}, {\"id\": \"18ebc66c72137deb1b2c531a1e4864b5\", \"at\": \"2026-11-27T02:37:25.509924+00:00\", \"file_key\": \"55f4635d25749d3210d5616a7a28c5e6c87a135d\", \"file_id\": 5, \"step\": \"kept\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"2c373979bc98ef9b\"}]}','files','2c373979bc98ef9b','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:25.510000',NULL,'2026-11-27 02:37:27.216000',1,NULL);
INSERT INTO `outbox_message` VALUES (11,'b67f2f3a-8b38-4050-835f-3e38e6b87dd9','albums.make_derivatives','{\"picture_id\": 6}','pictures','cd31263ee7e9e7a7','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:25.571000',NULL,'2026-11-27 02:37:27.283000',1,NULL);
INSERT INTO `outbox_message` VALUES (12,'79dcab23-e85b-47ce-a08c-09497c891603','storage.record_history','{\"events\": [{\"id\": \"18ebc66c76bf67ea1c5d512af2b9e32d\", \"at\": \"2026-11-27T02:37:25.550944+00:00\", \"file_key\": \"23702739b938a63e136dddbc746cdf641fa8165a\", \"file_id\": 6, \"step\": \"requested\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"cd31263ee7e9e7a7\", \"note\": \"original, image/jpeg\"}, {\"id\": \"18ebc66c76c06557e60b90f40c9bffe2\", \"at\": \"2026-11-27T02:37:25.588371+00:00\", \"file_key\": \"23702739b938a63e136dddbc746cdf641fa8165a\", \"file_id\": 6, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"cd31263ee7e9e7a7\"}, {\"id\": \"18ebc66c76c0cc6226a1b8dfe8b25d57\", \"at\": \"2026-11-27T02:37:25.588392+00:00\", \"file_key\": \"23702739b938a63e136dddbc746cdf641fa8165a\", \"file_id\": 6, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"cd31263ee7e9e7a7\"}, {\"id\": \"18ebc66c76c116e8d4d41152f5249c67\", \"at\": \"2026-11-27T02:37:25.588411+00:00\", \"file_key\": \"23702739b938a63e136dddbc746cdf641fa8165a\", \"file_id\": 6, \"step\": \"kept\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"cd31263ee7e9e7a7\"}]}','files','cd31263ee7e9e7a7','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:25.588000',NULL,'2026-11-27 02:37:27.339000',1,NULL);
INSERT INTO `outbox_message` VALUES (13,'4ab95d55-151e-4e89-9472-0aa91a2039eb','storage.record_history','{\"events\": [{\"id\": \"18ebc66c9a28b1366d3c00df2eb57302\", \"at\": \"2026-11-27T02:37:26.084003+00:00\", \"file_key\": \"1b1dadd89be007a7a3899d29aa613f1c04a40d03\", \"file_id\": 7, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc66c9a29f0d8e9f2c92f536932f7\", \"at\": \"2026-11-27T02:37:26.182488+00:00\", \"file_key\": \"1b1dadd89be007a7a3899d29aa613f1c04a40d03\", \"file_id\": 7, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66c9a2a45a289d8067394143c56\", \"at\": \"2026-11-27T02:37:26.182506+00:00\", \"file_key\": \"1b1dadd89be007a7a3899d29aa613f1c04a40d03\", \"file_id\": 7, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66c9a2a8457f2bd0d9d6fb7a964\", \"at\": \"2026-11-27T02:37:26.182522+00:00\", \"file_key\": \"1b1dadd89be007a7a3899d29aa613f1c04a40d03\", \"file_id\": 7, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66c9a2ae45be3364a22e0f046a5\", \"at\": \"2026-11-27T02:37:26.084054+00:00\", \"file_key\": \"6d9e61cf524ee6af8d30721bcc56f1252eaa0501\", \"file_id\": 8, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc66c9a2b24fa47a027a12e43da95\", \"at\": \"2026-11-27T02:37:26.182563+00:00\", \"file_key\": \"6d9e61cf524ee6af8d30721bcc56f1252eaa0501\", \"file_id\": 8, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66c9a2b52d5050fd03ea553a588\", \"at\": \"2026-11-27T02:37:26.182574+00:00\", \"file_key\": \"6d9e61cf524ee6af8d30721bcc56f1252eaa0501\", \"file_id\": 8, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66c9a2b87a36040fd2f141c8735\", \"at\": \"2026-11-27T02:37:26.182588+00:00\", \"file_key\": \"6d9e61cf524ee6af8d30721bcc56f1252eaa0501\", \"file_id\": 8, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66c9a2bbc53ac8de724d14e4e42\", \"at\": \"2026-11-27T02:37:26.084074+00:00\", \"file_key\": \"701f10d68fdc48baa4bb1de012b5e226929e01a8\", \"file_id\": 9, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc66c9a2be4fbc3a0458438641697\", \"at\": \"2026-11-27T02:37:26.182612+00:00\", \"file_key\": \"701f10d68fdc48baa4bb1de012b5e226929e01a8\", \"file_id\": 9, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66c9a2c1004ad4c43273a0d5dc5\", \"at\": \"2026-11-27T02:37:26.182623+00:00\", \"file_key\": \"701f10d68fdc48baa4bb1de012b5e226929e01a8\", \"file_id\": 9, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66c9a2c39314de4b1473dcd6514\", \"at\": \"2026-11-27T02:37:26.182633+00:00\", \"file_key\": \"701f10d68fdc48baa4bb1de012b5e226929e01a8\", \"file_id\": 9, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}]}','files','-','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:26.183000',NULL,'2026-11-27 02:37:27.406000',1,NULL);
INSERT INTO `outbox_message` VALUES (14,'8d5b7611-a0c1-485f-a4b0-b28ba8777c98','storage.record_history','{\"events\": [{\"id\": \"18ebc66cad85697c13e5e52737bdb145\", \"at\": \"2026-11-27T02:37:26.462460+00:00\", \"file_key\": \"a3731f4ee575adbe78b10d485b9ef921c3016e42\", \"file_id\": 10, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc66cad86da970514f705343f5c52\", \"at\": \"2026-11-27T02:37:26.507349+00:00\", \"file_key\": \"a3731f4ee575adbe78b10d485b9ef921c3016e42\", \"file_id\": 10, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cad8761c7fac44210209a8006\", \"at\": \"2026-11-27T02:37:26.507377+00:00\", \"file_key\": \"a3731f4ee575adbe78b10d485b9ef921c3016e42\", \"file_id\": 10, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cad87bd456c42099fe51b388a\", \"at\": \"2026-11-27T02:37:26.507400+00:00\", \"file_key\": \"a3731f4ee575adbe78b10d485b9ef921c3016e42\", \"file_id\": 10, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cad880e266ea573c0abace79c\", \"at\": \"2026-11-27T02:37:26.462512+00:00\", \"file_key\": \"6c17c28f1509bf8424c3960073aabb21df2cd966\", \"file_id\": 11, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc66cad885efa98b65a5a766ad9fb\", \"at\": \"2026-11-27T02:37:26.507441+00:00\", \"file_key\": \"6c17c28f1509bf8424c3960073aabb21df2cd966\", \"file_id\": 11, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cad88a183eed0b3bc1553bf7d\", \"at\": \"2026-11-27T02:37:26.507457+00:00\", \"file_key\": \"6c17c28f1509bf8424c3960073aabb21df2cd966\", \"file_id\": 11, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cad88ea5c9e23409491dac181\", \"at\": \"2026-11-27T02:37:26.507477+00:00\", \"file_key\": \"6c17c28f1509bf8424c3960073aabb21df2cd966\", \"file_id\": 11, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cad89342acc476cd8da2c511b\", \"at\": \"2026-11-27T02:37:26.462536+00:00\", \"file_key\": \"3c931772539db46aeb51f3c467802211fd68f72f\", \"file_id\": 12, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc66cad896a99a4f98bd42c8400d1\", \"at\": \"2026-11-27T02:37:26.507509+00:00\", \"file_key\": \"3c931772539db46aeb51f3c467802211fd68f72f\", \"file_id\": 12, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cad89a9e1eea39e4b307d7c6a\", \"at\": \"2026-11-27T02:37:26.507526+00:00\", \"file_key\": \"3c931772539db46aeb51f3c467802211fd68f72f\", \"file_id\": 12, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cad89ea9ae7586105fe58b2e0\", \"at\": \"2026-11-27T02:37:26.507542+00:00\", \"file_key\": \"3c931772539db46aeb51f3c467802211fd68f72f\", \"file_id\": 12, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}]}','files','-','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:26.509000',NULL,'2026-11-27 02:37:27.420000',1,NULL);
INSERT INTO `outbox_message` VALUES (15,'9e4cd18e-c2a4-491d-8ccc-4707abe686e6','storage.record_history','{\"events\": [{\"id\": \"18ebc66cc030372a6dc5504568a2da5c\", \"at\": \"2026-11-27T02:37:26.759843+00:00\", \"file_key\": \"208782253abff87bbc80a43d88c58685396d7c9e\", \"file_id\": 13, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc66cc03192a1d20950a97f6ea5ab\", \"at\": \"2026-11-27T02:37:26.820525+00:00\", \"file_key\": \"208782253abff87bbc80a43d88c58685396d7c9e\", \"file_id\": 13, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cc0320f1c6b9e6089e71af027\", \"at\": \"2026-11-27T02:37:26.820552+00:00\", \"file_key\": \"208782253abff87bbc80a43d88c58685396d7c9e\", \"file_id\": 13, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cc03266aa0f745ae7446f123f\", \"at\": \"2026-11-27T02:37:26.820575+00:00\", \"file_key\": \"208782253abff87bbc80a43d88c58685396d7c9e\", \"file_id\": 13, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cc032b5eaeec2618889ca007e\", \"at\": \"2026-11-27T02:37:26.759911+00:00\", \"file_key\": \"005adc0a51ce1ca7b0774212fa8184fbbc61c118\", \"file_id\": 14, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc66cc032ef21a3a9a1a0a8e79fbe\", \"at\": \"2026-11-27T02:37:26.820609+00:00\", \"file_key\": \"005adc0a51ce1ca7b0774212fa8184fbbc61c118\", \"file_id\": 14, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cc0332ac85eff0ad750b7fb28\", \"at\": \"2026-11-27T02:37:26.820623+00:00\", \"file_key\": \"005adc0a51ce1ca7b0774212fa8184fbbc61c118\", \"file_id\": 14, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cc0336a48402ccbfedd5c41e8\", \"at\": \"2026-11-27T02:37:26.820639+00:00\", \"file_key\": \"005adc0a51ce1ca7b0774212fa8184fbbc61c118\", \"file_id\": 14, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cc033a6d8cb94f276a6d5f9e4\", \"at\": \"2026-11-27T02:37:26.759945+00:00\", \"file_key\": \"2710fb571e602ddd50f78ac9afaca6ff06756382\", \"file_id\": 15, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc66cc033dc52601344fd41632f09\", \"at\": \"2026-11-27T02:37:26.820669+00:00\", \"file_key\": \"2710fb571e602ddd50f78ac9afaca6ff06756382\", \"file_id\": 15, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cc03412223b923c9d5163d16e\", \"at\": \"2026-11-27T02:37:26.820684+00:00\", \"file_key\": \"2710fb571e602ddd50f78ac9afaca6ff06756382\", \"file_id\": 15, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cc03450cc3238a795d041a649\", \"at\": \"2026-11-27T02:37:26.820699+00:00\", \"file_key\": \"2710fb571e602ddd50f78ac9afaca6ff06756382\", \"file_id\": 15, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}]}','files','-','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:26.821000',NULL,'2026-11-27 02:37:27.430000',1,NULL);
INSERT INTO `outbox_message` VALUES (16,'16f26a6e-32bd-46b1-a2c1-b52cceb898ac','storage.record_history','{\"events\": [{\"id\": \"18ebc66cc8e3f427040aaaa024ade14d\", \"at\": \"2026-11-27T02:37:26.894379+00:00\", \"file_key\": \"665255d7878d780c151b3a895f98dc7275ef2565\", \"file_id\": 16, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc66cc8e564d874c0410058df3274\", \"at\": \"2026-11-27T02:37:26.966530+00:00\", \"file_key\": \"665255d7878d780c151b3a895f98dc7275ef2565\", \"file_id\": 16, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cc8e5e7bd46a4ef4623312899\", \"at\": \"2026-11-27T02:37:26.966556+00:00\", \"file_key\": \"665255d7878d780c151b3a895f98dc7275ef2565\", \"file_id\": 16, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cc8e6378de38ae50b5af45d55\", \"at\": \"2026-11-27T02:37:26.966576+00:00\", \"file_key\": \"665255d7878d780c151b3a895f98dc7275ef2565\", \"file_id\": 16, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cc8e6878d46db5c68614fd875\", \"at\": \"2026-11-27T02:37:26.894438+00:00\", \"file_key\": \"f0c932d576b6de8476c0ef882a2e3e72757b28fb\", \"file_id\": 17, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc66cc8e6c1da112e8095151ce7a7\", \"at\": \"2026-11-27T02:37:26.966611+00:00\", \"file_key\": \"f0c932d576b6de8476c0ef882a2e3e72757b28fb\", \"file_id\": 17, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cc8e6f9e3c8ced2d83ec34e2b\", \"at\": \"2026-11-27T02:37:26.966625+00:00\", \"file_key\": \"f0c932d576b6de8476c0ef882a2e3e72757b28fb\", \"file_id\": 17, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cc8e7375909e3fdffad76ce3e\", \"at\": \"2026-11-27T02:37:26.966641+00:00\", \"file_key\": \"f0c932d576b6de8476c0ef882a2e3e72757b28fb\", \"file_id\": 17, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cc8e775fc34e11577cd8d846d\", \"at\": \"2026-11-27T02:37:26.894468+00:00\", \"file_key\": \"89e8a3e4271cb28566ce300b85c78ae310b26f7c\", \"file_id\": 18, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc66cc8e7ab701167f46829d3e8f2\", \"at\": \"2026-11-27T02:37:26.966671+00:00\", \"file_key\": \"89e8a3e4271cb28566ce300b85c78ae310b26f7c\", \"file_id\": 18, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cc8e7e7ec8b73d145db0e2434\", \"at\": \"2026-11-27T02:37:26.966686+00:00\", \"file_key\": \"89e8a3e4271cb28566ce300b85c78ae310b26f7c\", \"file_id\": 18, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cc8e82803e7f58191b51206ae\", \"at\": \"2026-11-27T02:37:26.966703+00:00\", \"file_key\": \"89e8a3e4271cb28566ce300b85c78ae310b26f7c\", \"file_id\": 18, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}]}','files','-','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:26.989000',NULL,'2026-11-27 02:37:27.454000',1,NULL);
INSERT INTO `outbox_message` VALUES (17,'33552997-3692-4612-94fc-9c51ed046744','storage.record_history','{\"events\": [{\"id\": \"18ebc66cd4dd37f4435327c2d96e2161\", \"at\": \"2026-11-27T02:37:27.085645+00:00\", \"file_key\": \"bf96dbd681b21ecbf1c195632a3ab8d011b1b6d5\", \"file_id\": 19, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc66cd4dea0ab2898e0d56d52dbce\", \"at\": \"2026-11-27T02:37:27.167410+00:00\", \"file_key\": \"bf96dbd681b21ecbf1c195632a3ab8d011b1b6d5\", \"file_id\": 19, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cd4df0c25fe93bc0016476d49\", \"at\": \"2026-11-27T02:37:27.167433+00:00\", \"file_key\": \"bf96dbd681b21ecbf1c195632a3ab8d011b1b6d5\", \"file_id\": 19, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cd4df5d4e5955fd1a718ce660\", \"at\": \"2026-11-27T02:37:27.167453+00:00\", \"file_key\": \"bf96dbd681b21ecbf1c195632a3ab8d011b1b6d5\", \"file_id\": 19, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cd4dfa52d7255f4b45c8dd979\", \"at\": \"2026-11-27T02:37:27.085711+00:00\", \"file_key\": \"ecdba956211e20582d86fd1304872a514e18ae0b\", \"file_id\": 20, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc66cd4dfdd0d43d6650d424b43c6\", \"at\": \"2026-11-27T02:37:27.167486+00:00\", \"file_key\": \"ecdba956211e20582d86fd1304872a514e18ae0b\", \"file_id\": 20, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cd4e014404196138c392a6bb4\", \"at\": \"2026-11-27T02:37:27.167500+00:00\", \"file_key\": \"ecdba956211e20582d86fd1304872a514e18ae0b\", \"file_id\": 20, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cd4e04fb3be3702805c70a585\", \"at\": \"2026-11-27T02:37:27.167515+00:00\", \"file_key\": \"ecdba956211e20582d86fd1304872a514e18ae0b\", \"file_id\": 20, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cd4e08afcdc21be0a568e4301\", \"at\": \"2026-11-27T02:37:27.085742+00:00\", \"file_key\": \"730862ec43ac73afe6430cbf8a190c836b080f7a\", \"file_id\": 21, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc66cd4e0ba87d46f144865506c21\", \"at\": \"2026-11-27T02:37:27.167542+00:00\", \"file_key\": \"730862ec43ac73afe6430cbf8a190c836b080f7a\", \"file_id\": 21, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cd4e0f3db0e4b951a9e25309a\", \"at\": \"2026-11-27T02:37:27.167557+00:00\", \"file_key\": \"730862ec43ac73afe6430cbf8a190c836b080f7a\", \"file_id\": 21, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cd4e131871db25aae0d23a6b0\", \"at\": \"2026-11-27T02:37:27.167573+00:00\", \"file_key\": \"730862ec43ac73afe6430cbf8a190c836b080f7a\", \"file_id\": 21, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}]}','files','-','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:27.180000',NULL,'2026-11-27 02:37:27.474000',1,NULL);
INSERT INTO `outbox_message` VALUES (18,'73d5d3a5-1d04-4cda-99eb-205b73c5bff6','storage.record_history','{\"events\": [{\"id\": \"18ebc66cdd17d0fa7ea17357fd6c0dac\", \"at\": \"2026-11-27T02:37:27.252159+00:00\", \"file_key\": \"e3c990b8ba008b57ee28ae8ec014a243d8f52f3d\", \"file_id\": 22, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc66cdd19409c3254990f494339e9\", \"at\": \"2026-11-27T02:37:27.305471+00:00\", \"file_key\": \"e3c990b8ba008b57ee28ae8ec014a243d8f52f3d\", \"file_id\": 22, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cdd19b42d63224f0f02941fd7\", \"at\": \"2026-11-27T02:37:27.305494+00:00\", \"file_key\": \"e3c990b8ba008b57ee28ae8ec014a243d8f52f3d\", \"file_id\": 22, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cdd1a0384258ea424e6b43e2a\", \"at\": \"2026-11-27T02:37:27.305514+00:00\", \"file_key\": \"e3c990b8ba008b57ee28ae8ec014a243d8f52f3d\", \"file_id\": 22, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cdd1a45fd851fdb446d0364e6\", \"at\": \"2026-11-27T02:37:27.252222+00:00\", \"file_key\": \"5f5abc13c699ec1149575abdcfd4eddc7e0dec59\", \"file_id\": 23, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc66cdd1a7e256861b612ca995817\", \"at\": \"2026-11-27T02:37:27.305546+00:00\", \"file_key\": \"5f5abc13c699ec1149575abdcfd4eddc7e0dec59\", \"file_id\": 23, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cdd1ab47a7d9621fac0005091\", \"at\": \"2026-11-27T02:37:27.305560+00:00\", \"file_key\": \"5f5abc13c699ec1149575abdcfd4eddc7e0dec59\", \"file_id\": 23, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cdd1af3f6c8b10b7ae5a57c63\", \"at\": \"2026-11-27T02:37:27.305576+00:00\", \"file_key\": \"5f5abc13c699ec1149575abdcfd4eddc7e0dec59\", \"file_id\": 23, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cdd1b32cfdbbb44687a351a96\", \"at\": \"2026-11-27T02:37:27.252252+00:00\", \"file_key\": \"025367ba4056625f80de55c76bb28053ce74640e\", \"file_id\": 24, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc66cdd1b6d1472159c6b3db434d8\", \"at\": \"2026-11-27T02:37:27.305607+00:00\", \"file_key\": \"025367ba4056625f80de55c76bb28053ce74640e\", \"file_id\": 24, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cdd1ba4ecc506be84f17bc258\", \"at\": \"2026-11-27T02:37:27.305621+00:00\", \"file_key\": \"025367ba4056625f80de55c76bb28053ce74640e\", \"file_id\": 24, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc66cdd1bdb48148f782ac075272d\", \"at\": \"2026-11-27T02:37:27.305635+00:00\", \"file_key\": \"025367ba4056625f80de55c76bb28053ce74640e\", \"file_id\": 24, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}]}','files','-','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:27.306000',NULL,'2026-11-27 02:37:27.513000',1,NULL);
INSERT INTO `outbox_message` VALUES (19,'13d29b64-a194-4e82-b586-eea8813ad2f0','storage.heal_file','{\"file_id\": 1}','files','-','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:27.361000',NULL,'2026-11-27 02:37:27.566000',1,NULL);
INSERT INTO `outbox_message` VALUES (20,'5b024497-b1a2-4ba6-b3bf-f56a7fb44549','storage.record_history','{\"events\": [{\"id\": \"18ebc66ce073b5ea3c8e3cbac3165be1\", \"at\": \"2026-11-27T02:37:27.361741+00:00\", \"file_key\": \"2da71ec562ffa7909b3a75dafb3fa9d4b6664b18\", \"file_id\": 1, \"step\": \"damage found\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"missing\"}, {\"id\": \"18ebc66ce0750f47c8283840b67c57c9\", \"at\": \"2026-11-27T02:37:27.361815+00:00\", \"file_key\": \"2da71ec562ffa7909b3a75dafb3fa9d4b6664b18\", \"file_id\": 1, \"step\": \"served from backup\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}]}','files','-','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:27.367000',NULL,'2026-11-27 02:37:27.600000',1,NULL);
INSERT INTO `outbox_message` VALUES (21,'a07562ff-5f81-4ff7-82d8-ba6872db6d95','storage.record_history','{\"events\": [{\"id\": \"18ebc66cec434c6b4d9d662c34352b30\", \"at\": \"2026-11-27T02:37:27.559905+00:00\", \"file_key\": \"2da71ec562ffa7909b3a75dafb3fa9d4b6664b18\", \"file_id\": 1, \"step\": \"healed\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}]}','files','-','sent','2026-11-27 02:42:28.752000',NULL,1,0,'','2026-11-27 02:37:27.560000','2026-11-27 02:37:28.752000',NULL,0,NULL);
INSERT INTO `outbox_message` VALUES (22,'76f16265-bd85-468e-b7ce-dafc23d2afd8','storage.heal_file','{\"file_id\": 2}','files','-','sent','2026-11-27 02:42:28.752000',NULL,1,0,'','2026-11-27 02:37:27.615000','2026-11-27 02:37:28.752000',NULL,0,NULL);
INSERT INTO `outbox_message` VALUES (23,'9667c53d-b4b5-4bc1-aad2-3fdf8420d0d3','storage.record_history','{\"events\": [{\"id\": \"18ebc66cf0326d0017fa8940508cc78f\", \"at\": \"2026-11-27T02:37:27.625942+00:00\", \"file_key\": \"5c038e9b172a29d689f7db75d067b9ef82644b68\", \"file_id\": 2, \"step\": \"damage found\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"missing\"}, {\"id\": \"18ebc66cf0348b27b2662dbc1b27e502\", \"at\": \"2026-11-27T02:37:27.626022+00:00\", \"file_key\": \"5c038e9b172a29d689f7db75d067b9ef82644b68\", \"file_id\": 2, \"step\": \"served from backup\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}]}','files','-','sent','2026-11-27 02:42:28.752000',NULL,1,0,'','2026-11-27 02:37:27.626000','2026-11-27 02:37:28.752000',NULL,0,NULL);
INSERT INTO `outbox_message` VALUES (24,'25b5bcdc-ea45-4051-9d7d-d292786942e8','albums.make_derivatives','{\"picture_id\": 7}','pictures','9c6a3c98ac202d6c','failed','2000-01-01 00:00:00.000000',NULL,0,1,'WorkerDied: its worker ended 4 times in the middle of it','2026-11-27 02:37:28.785000',NULL,NULL,0,'2026-11-27 02:37:28.829000');
INSERT INTO `outbox_message` VALUES (25,'ed69c317-832b-40ce-a4d1-5bd8d40679c4','storage.record_history','{\"events\": [{\"id\": \"18ebc66d359328e42899e3f72c91594a\", \"at\": \"2026-11-27T02:37:28.774440+00:00\", \"file_key\": \"9ea0da3b03139a900547ca5a54e954eefc7d8c1c\", \"file_id\": 25, \"step\": \"requested\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"9c6a3c98ac202d6c\", \"note\": \"original, image/jpeg\"}, {\"id\": \"18ebc66d3593e1efeea2d31983d015cf\", \"at\": \"2026-11-27T02:37:28.789899+00:00\", \"file_key\": \"9ea0da3b03139a900547ca5a54e954eefc7d8c1c\", \"file_id\": 25, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"9c6a3c98ac202d6c\"}, {\"id\": \"18ebc66d35942ca01944387861ff2c74\", \"at\": \"2026-11-27T02:37:28.789915+00:00\", \"file_key\": \"9ea0da3b03139a900547ca5a54e954eefc7d8c1c\", \"file_id\": 25, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"9c6a3c98ac202d6c\"}, {\"id\": \"18ebc66d359464cfe296f4296b282283\", \"at\": \"2026-11-27T02:37:28.789929+00:00\", \"file_key\": \"9ea0da3b03139a900547ca5a54e954eefc7d8c1c\", \"file_id\": 25, \"step\": \"kept\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"9c6a3c98ac202d6c\"}]}','files','9c6a3c98ac202d6c','pending','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:28.790000',NULL,NULL,0,NULL);
INSERT INTO `outbox_message` VALUES (26,'cf9c6a5f-5cda-4dea-8549-e2fbe9d9a218','albums.make_derivatives','{\"picture_id\": 8}','pictures','5d6c7c271aece457','pending','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:28.893000',NULL,NULL,1,NULL);
INSERT INTO `outbox_message` VALUES (27,'eec828a2-0095-44f6-926f-7dec8ec108d8','storage.record_history','{\"events\": [{\"id\": \"18ebc66d3c2f7e76394a85ba06be67b7\", \"at\": \"2026-11-27T02:37:28.877564+00:00\", \"file_key\": \"9d3eae6de7628dcd2577e4d71cabd29e1be65992\", \"file_id\": 26, \"step\": \"requested\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"5d6c7c271aece457\", \"note\": \"original, image/jpeg\"}, {\"id\": \"18ebc66d3c3044eed1d9bba1f320bd31\", \"at\": \"2026-11-27T02:37:28.900812+00:00\", \"file_key\": \"9d3eae6de7628dcd2577e4d71cabd29e1be65992\", \"file_id\": 26, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"5d6c7c271aece457\"}, {\"id\": \"18ebc66d3c30924b84bd3695bcaf7959\", \"at\": \"2026-11-27T02:37:28.900827+00:00\", \"file_key\": \"9d3eae6de7628dcd2577e4d71cabd29e1be65992\", \"file_id\": 26, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"5d6c7c271aece457\"}, {\"id\": \"18ebc66d3c30c353ce842a501cf33407\", \"at\": \"2026-11-27T02:37:28.900840+00:00\", \"file_key\": \"9d3eae6de7628dcd2577e4d71cabd29e1be65992\", \"file_id\": 26, \"step\": \"kept\", \"actor\": \"180f6754fbcdf3463266\", \"request_id\": \"5d6c7c271aece457\"}]}','files','5d6c7c271aece457','pending','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:28.901000',NULL,NULL,0,NULL);
INSERT INTO `outbox_message` VALUES (28,'d0c30d08-1f25-4d6d-bca7-b21f4ca78522','albums.empty_trash','{\"emptying_id\": 1}','files','-','pending','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:37:28.963000',NULL,NULL,0,NULL);
/*!40000 ALTER TABLE `outbox_message` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `storage_filecopy`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `storage_filecopy` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `storage` varchar(20) NOT NULL,
  `size` bigint(20) unsigned NOT NULL CHECK (`size` >= 0),
  `sha256` varchar(64) NOT NULL,
  `stored_at` datetime(6) NOT NULL,
  `file_id` bigint(20) NOT NULL,
  `damage` varchar(7) NOT NULL,
  `damaged_at` datetime(6) DEFAULT NULL,
  `verified_at` datetime(6) NOT NULL,
  `looked_at` datetime(6) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `one_copy_per_storage` (`file_id`,`storage`),
  KEY `copies_by_verification` (`storage`,`verified_at`),
  KEY `copies_by_damage` (`damage`,`id`),
  KEY `copies_by_look` (`storage`,`looked_at`),
  CONSTRAINT `storage_filecopy_file_id_3304f0ef_fk_storage_storedfile_id` FOREIGN KEY (`file_id`) REFERENCES `storage_storedfile` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=53 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `storage_filecopy` WRITE;
/*!40000 ALTER TABLE `storage_filecopy` DISABLE KEYS */;
INSERT INTO `storage_filecopy` VALUES (1,'main',8607,'dbd65c179fb4193896e9c5931adba87814664223f7f48157c7d5d3f6fff4c95a','2026-11-27 02:37:24.955000',1,'',NULL,'2026-11-27 02:37:24.949000','2026-11-27 02:37:24.949000');
INSERT INTO `storage_filecopy` VALUES (2,'backup',8607,'dbd65c179fb4193896e9c5931adba87814664223f7f48157c7d5d3f6fff4c95a','2026-11-27 02:37:24.955000',1,'',NULL,'2026-11-27 02:37:27.540000','2026-11-27 02:37:24.949000');
INSERT INTO `storage_filecopy` VALUES (3,'main',8527,'a8eac01c096c690a99c3cd4811e6a4a7c5ce5f7b23f924e480f46cfdc1e63057','2026-11-27 02:37:25.117000',2,'',NULL,'2026-11-27 02:37:25.117000','2026-11-27 02:37:25.117000');
INSERT INTO `storage_filecopy` VALUES (4,'backup',8527,'a8eac01c096c690a99c3cd4811e6a4a7c5ce5f7b23f924e480f46cfdc1e63057','2026-11-27 02:37:25.117000',2,'missing','2026-11-27 02:37:27.606000','2026-11-27 02:37:25.117000','2026-11-27 02:37:25.117000');
INSERT INTO `storage_filecopy` VALUES (5,'main',8604,'9c8f6b95fe8229a762463781788f5c98854e7ee3849c2ba8820225e74309e0e5','2026-11-27 02:37:25.303000',3,'',NULL,'2026-11-27 02:37:25.302000','2026-11-27 02:37:25.302000');
INSERT INTO `storage_filecopy` VALUES (6,'backup',8604,'9c8f6b95fe8229a762463781788f5c98854e7ee3849c2ba8820225e74309e0e5','2026-11-27 02:37:25.303000',3,'',NULL,'2026-11-27 02:37:25.302000','2026-11-27 02:37:25.302000');
INSERT INTO `storage_filecopy` VALUES (7,'main',1203,'1a555d98c1b06256b5a4f6032bd1d039938829df65cac32e0d380a60d8897e5e','2026-11-27 02:37:25.440000',4,'',NULL,'2026-11-27 02:37:25.440000','2026-11-27 02:37:25.440000');
INSERT INTO `storage_filecopy` VALUES (8,'backup',1203,'1a555d98c1b06256b5a4f6032bd1d039938829df65cac32e0d380a60d8897e5e','2026-11-27 02:37:25.440000',4,'',NULL,'2026-11-27 02:37:25.440000','2026-11-27 02:37:25.440000');
INSERT INTO `storage_filecopy` VALUES (9,'main',1165,'06d29d723b0b270b4489fbb6e88bc0605226b2cdcbe5d47fd205f714540b8d4f','2026-11-27 02:37:25.504000',5,'',NULL,'2026-11-27 02:37:25.503000','2026-11-27 02:37:25.503000');
INSERT INTO `storage_filecopy` VALUES (10,'backup',1165,'06d29d723b0b270b4489fbb6e88bc0605226b2cdcbe5d47fd205f714540b8d4f','2026-11-27 02:37:25.504000',5,'',NULL,'2026-11-27 02:37:25.503000','2026-11-27 02:37:25.503000');
INSERT INTO `storage_filecopy` VALUES (11,'main',1223,'4addcf005cfcc58934421d33b0b5d0bde42d3848f3b9d4959eb151533bc35b43','2026-11-27 02:37:25.583000',6,'',NULL,'2026-11-27 02:37:25.583000','2026-11-27 02:37:25.583000');
INSERT INTO `storage_filecopy` VALUES (12,'backup',1223,'4addcf005cfcc58934421d33b0b5d0bde42d3848f3b9d4959eb151533bc35b43','2026-11-27 02:37:25.583000',6,'',NULL,'2026-11-27 02:37:25.583000','2026-11-27 02:37:25.583000');
INSERT INTO `storage_filecopy` VALUES (13,'main',3252,'6a1680aa70d7279aa024a34be79f3f86387cfeb9424195085bfa3c169b8a4185','2026-11-27 02:37:26.137000',7,'',NULL,'2026-11-27 02:37:26.137000','2026-11-27 02:37:26.137000');
INSERT INTO `storage_filecopy` VALUES (14,'backup',3252,'6a1680aa70d7279aa024a34be79f3f86387cfeb9424195085bfa3c169b8a4185','2026-11-27 02:37:26.137000',7,'',NULL,'2026-11-27 02:37:26.137000','2026-11-27 02:37:26.137000');
INSERT INTO `storage_filecopy` VALUES (15,'main',3252,'f5fd1fac03cf316c2a7c3f335e914ab196396547c031d87cc073335730eff755','2026-11-27 02:37:26.165000',8,'',NULL,'2026-11-27 02:37:26.165000','2026-11-27 02:37:26.165000');
INSERT INTO `storage_filecopy` VALUES (16,'backup',3252,'f5fd1fac03cf316c2a7c3f335e914ab196396547c031d87cc073335730eff755','2026-11-27 02:37:26.165000',8,'',NULL,'2026-11-27 02:37:26.165000','2026-11-27 02:37:26.165000');
INSERT INTO `storage_filecopy` VALUES (17,'main',2922,'84e80f55d1044146629f4b21a71844392796c53656a12ac6a3c9e9977490a8d7','2026-11-27 02:37:26.180000',9,'',NULL,'2026-11-27 02:37:26.180000','2026-11-27 02:37:26.180000');
INSERT INTO `storage_filecopy` VALUES (18,'backup',2922,'84e80f55d1044146629f4b21a71844392796c53656a12ac6a3c9e9977490a8d7','2026-11-27 02:37:26.180000',9,'',NULL,'2026-11-27 02:37:26.180000','2026-11-27 02:37:26.180000');
INSERT INTO `storage_filecopy` VALUES (19,'main',3106,'1412d4017f06491fa41c5b128cb32d67a445a4ef1cb15350dde71824f559a1bc','2026-11-27 02:37:26.488000',10,'',NULL,'2026-11-27 02:37:26.488000','2026-11-27 02:37:26.488000');
INSERT INTO `storage_filecopy` VALUES (20,'backup',3106,'1412d4017f06491fa41c5b128cb32d67a445a4ef1cb15350dde71824f559a1bc','2026-11-27 02:37:26.488000',10,'',NULL,'2026-11-27 02:37:26.488000','2026-11-27 02:37:26.488000');
INSERT INTO `storage_filecopy` VALUES (21,'main',3106,'443a656caddf94b5acc67bc38ed3a5951bc90818f48f7b97ed1362c89aa50733','2026-11-27 02:37:26.493000',11,'',NULL,'2026-11-27 02:37:26.492000','2026-11-27 02:37:26.492000');
INSERT INTO `storage_filecopy` VALUES (22,'backup',3106,'443a656caddf94b5acc67bc38ed3a5951bc90818f48f7b97ed1362c89aa50733','2026-11-27 02:37:26.493000',11,'',NULL,'2026-11-27 02:37:26.492000','2026-11-27 02:37:26.492000');
INSERT INTO `storage_filecopy` VALUES (23,'main',2808,'933488fb1f0eedae4c7b6e2ec3ca9215f9194b322308fe2ae9a3c23c64909eb2','2026-11-27 02:37:26.504000',12,'',NULL,'2026-11-27 02:37:26.504000','2026-11-27 02:37:26.504000');
INSERT INTO `storage_filecopy` VALUES (24,'backup',2808,'933488fb1f0eedae4c7b6e2ec3ca9215f9194b322308fe2ae9a3c23c64909eb2','2026-11-27 02:37:26.504000',12,'',NULL,'2026-11-27 02:37:26.504000','2026-11-27 02:37:26.504000');
INSERT INTO `storage_filecopy` VALUES (25,'main',3224,'afaabf9e0a50cda5e5f71e47e0163419a0fb279bae9f61680250547ffa522131','2026-11-27 02:37:26.800000',13,'',NULL,'2026-11-27 02:37:26.800000','2026-11-27 02:37:26.800000');
INSERT INTO `storage_filecopy` VALUES (26,'backup',3224,'afaabf9e0a50cda5e5f71e47e0163419a0fb279bae9f61680250547ffa522131','2026-11-27 02:37:26.800000',13,'',NULL,'2026-11-27 02:37:26.800000','2026-11-27 02:37:26.800000');
INSERT INTO `storage_filecopy` VALUES (27,'main',3224,'775616df3eb43f3e0af93a603113501f0ba203c6293c8975f06bc504f7e76577','2026-11-27 02:37:26.804000',14,'',NULL,'2026-11-27 02:37:26.803000','2026-11-27 02:37:26.803000');
INSERT INTO `storage_filecopy` VALUES (28,'backup',3224,'775616df3eb43f3e0af93a603113501f0ba203c6293c8975f06bc504f7e76577','2026-11-27 02:37:26.804000',14,'',NULL,'2026-11-27 02:37:26.803000','2026-11-27 02:37:26.803000');
INSERT INTO `storage_filecopy` VALUES (29,'main',2980,'d7b0e8db12d305a853da2a7acc83acc292ff0e53ec6a2d182e22d182f5ba29eb','2026-11-27 02:37:26.809000',15,'',NULL,'2026-11-27 02:37:26.809000','2026-11-27 02:37:26.809000');
INSERT INTO `storage_filecopy` VALUES (30,'backup',2980,'d7b0e8db12d305a853da2a7acc83acc292ff0e53ec6a2d182e22d182f5ba29eb','2026-11-27 02:37:26.809000',15,'',NULL,'2026-11-27 02:37:26.809000','2026-11-27 02:37:26.809000');
INSERT INTO `storage_filecopy` VALUES (31,'main',380,'9b4742bf52b227ff60f03671c2b47a646428e2df147ba2af75010239f5f95bf9','2026-11-27 02:37:26.941000',16,'',NULL,'2026-11-27 02:37:26.941000','2026-11-27 02:37:26.941000');
INSERT INTO `storage_filecopy` VALUES (32,'backup',380,'9b4742bf52b227ff60f03671c2b47a646428e2df147ba2af75010239f5f95bf9','2026-11-27 02:37:26.941000',16,'',NULL,'2026-11-27 02:37:26.941000','2026-11-27 02:37:26.941000');
INSERT INTO `storage_filecopy` VALUES (33,'main',380,'6a1dc319231bfd63e535fff9842ca7f203904a0635c683360f7db2bf292646b4','2026-11-27 02:37:26.952000',17,'',NULL,'2026-11-27 02:37:26.952000','2026-11-27 02:37:26.952000');
INSERT INTO `storage_filecopy` VALUES (34,'backup',380,'6a1dc319231bfd63e535fff9842ca7f203904a0635c683360f7db2bf292646b4','2026-11-27 02:37:26.952000',17,'',NULL,'2026-11-27 02:37:26.952000','2026-11-27 02:37:26.952000');
INSERT INTO `storage_filecopy` VALUES (35,'main',380,'a292f57bd90ec7590baa1dc52199a61885cb3febdb5eb2acfcbc266706658a91','2026-11-27 02:37:26.955000',18,'',NULL,'2026-11-27 02:37:26.955000','2026-11-27 02:37:26.955000');
INSERT INTO `storage_filecopy` VALUES (36,'backup',380,'a292f57bd90ec7590baa1dc52199a61885cb3febdb5eb2acfcbc266706658a91','2026-11-27 02:37:26.955000',18,'',NULL,'2026-11-27 02:37:26.955000','2026-11-27 02:37:26.955000');
INSERT INTO `storage_filecopy` VALUES (37,'main',394,'3bd39ee4e3bd922e26d36b497bb4277b592fe8d997f1c0a32b7d408be19cfa9c','2026-11-27 02:37:27.131000',19,'',NULL,'2026-11-27 02:37:27.130000','2026-11-27 02:37:27.130000');
INSERT INTO `storage_filecopy` VALUES (38,'backup',394,'3bd39ee4e3bd922e26d36b497bb4277b592fe8d997f1c0a32b7d408be19cfa9c','2026-11-27 02:37:27.131000',19,'',NULL,'2026-11-27 02:37:27.131000','2026-11-27 02:37:27.131000');
INSERT INTO `storage_filecopy` VALUES (39,'main',394,'f92ecd52f6f32def6359d0e37873196f9f0f293a43d92810c12e4c14a54c21eb','2026-11-27 02:37:27.145000',20,'',NULL,'2026-11-27 02:37:27.144000','2026-11-27 02:37:27.144000');
INSERT INTO `storage_filecopy` VALUES (40,'backup',394,'f92ecd52f6f32def6359d0e37873196f9f0f293a43d92810c12e4c14a54c21eb','2026-11-27 02:37:27.145000',20,'',NULL,'2026-11-27 02:37:27.144000','2026-11-27 02:37:27.144000');
INSERT INTO `storage_filecopy` VALUES (41,'main',394,'f9d03444b2368fe7a8a29428b75586511256018d59727cb2e20a5ab68899c604','2026-11-27 02:37:27.164000',21,'',NULL,'2026-11-27 02:37:27.164000','2026-11-27 02:37:27.164000');
INSERT INTO `storage_filecopy` VALUES (42,'backup',394,'f9d03444b2368fe7a8a29428b75586511256018d59727cb2e20a5ab68899c604','2026-11-27 02:37:27.165000',21,'',NULL,'2026-11-27 02:37:27.164000','2026-11-27 02:37:27.164000');
INSERT INTO `storage_filecopy` VALUES (43,'main',404,'fe2b922d03d1288c73ce94a14ae8ee6d36c44ecd2e3e2548a5253353301077fc','2026-11-27 02:37:27.285000',22,'',NULL,'2026-11-27 02:37:27.285000','2026-11-27 02:37:27.285000');
INSERT INTO `storage_filecopy` VALUES (44,'backup',404,'fe2b922d03d1288c73ce94a14ae8ee6d36c44ecd2e3e2548a5253353301077fc','2026-11-27 02:37:27.285000',22,'',NULL,'2026-11-27 02:37:27.285000','2026-11-27 02:37:27.285000');
INSERT INTO `storage_filecopy` VALUES (45,'main',404,'3dbe281e731b191b38f15e9dc1aa8ae40b3c8236b22fa54c794c536f3c2513a8','2026-11-27 02:37:27.291000',23,'',NULL,'2026-11-27 02:37:27.290000','2026-11-27 02:37:27.290000');
INSERT INTO `storage_filecopy` VALUES (46,'backup',404,'3dbe281e731b191b38f15e9dc1aa8ae40b3c8236b22fa54c794c536f3c2513a8','2026-11-27 02:37:27.291000',23,'',NULL,'2026-11-27 02:37:27.290000','2026-11-27 02:37:27.290000');
INSERT INTO `storage_filecopy` VALUES (47,'main',404,'d886f7a0afd34d8970823da56e54f7605f533862b0fd0bdb73b6f3ef3aaed766','2026-11-27 02:37:27.298000',24,'',NULL,'2026-11-27 02:37:27.298000','2026-11-27 02:37:27.298000');
INSERT INTO `storage_filecopy` VALUES (48,'backup',404,'d886f7a0afd34d8970823da56e54f7605f533862b0fd0bdb73b6f3ef3aaed766','2026-11-27 02:37:27.298000',24,'',NULL,'2026-11-27 02:37:27.298000','2026-11-27 02:37:27.298000');
INSERT INTO `storage_filecopy` VALUES (49,'main',1232,'e3e6446fef6b98c9391afeeb25eab2d5088eef7253be9dbde61f758d52f009c3','2026-11-27 02:37:28.786000',25,'',NULL,'2026-11-27 02:37:28.786000','2026-11-27 02:37:28.786000');
INSERT INTO `storage_filecopy` VALUES (50,'backup',1232,'e3e6446fef6b98c9391afeeb25eab2d5088eef7253be9dbde61f758d52f009c3','2026-11-27 02:37:28.786000',25,'',NULL,'2026-11-27 02:37:28.786000','2026-11-27 02:37:28.786000');
INSERT INTO `storage_filecopy` VALUES (51,'main',1219,'abe435e55d9b772028a330e7a36c312e1b9718001bc8a0f983d252bd51acfab2','2026-11-27 02:37:28.893000',26,'',NULL,'2026-11-27 02:37:28.893000','2026-11-27 02:37:28.893000');
INSERT INTO `storage_filecopy` VALUES (52,'backup',1219,'abe435e55d9b772028a330e7a36c312e1b9718001bc8a0f983d252bd51acfab2','2026-11-27 02:37:28.893000',26,'',NULL,'2026-11-27 02:37:28.893000','2026-11-27 02:37:28.893000');
/*!40000 ALTER TABLE `storage_filecopy` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `storage_fileevent`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `storage_fileevent` (
  `id` varchar(32) NOT NULL,
  `at` datetime(6) NOT NULL,
  `file_key` varchar(40) NOT NULL,
  `file_id` bigint(20) unsigned NOT NULL CHECK (`file_id` >= 0),
  `step` varchar(20) NOT NULL,
  `storage` varchar(20) NOT NULL,
  `actor` varchar(80) NOT NULL,
  `request_id` varchar(64) NOT NULL,
  `note` varchar(200) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `events_of_file` (`file_id`,`at`,`id`),
  KEY `events_of_key` (`file_key`,`at`,`id`),
  KEY `events_by_time` (`at`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `storage_fileevent` WRITE;
/*!40000 ALTER TABLE `storage_fileevent` DISABLE KEYS */;
INSERT INTO `storage_fileevent` VALUES ('18ebc66c51f1f35bd6af779216d047bf','2026-11-27 02:37:24.873000','2da71ec562ffa7909b3a75dafb3fa9d4b6664b18',1,'requested','','180f6754fbcdf3463266','5efb9b7bd06e348e','original, image/jpeg');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c51f374d93ec25dbe20015d1b','2026-11-27 02:37:24.970000','2da71ec562ffa7909b3a75dafb3fa9d4b6664b18',1,'stored','main','180f6754fbcdf3463266','5efb9b7bd06e348e','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c51f3f6a91249468edfc2e5a0','2026-11-27 02:37:24.970000','2da71ec562ffa7909b3a75dafb3fa9d4b6664b18',1,'stored','backup','180f6754fbcdf3463266','5efb9b7bd06e348e','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c51f4535f7d2400ff4eab553e','2026-11-27 02:37:24.971000','2da71ec562ffa7909b3a75dafb3fa9d4b6664b18',1,'kept','','180f6754fbcdf3463266','5efb9b7bd06e348e','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c5b9689c23061ce55f0fef1b9','2026-11-27 02:37:25.094000','5c038e9b172a29d689f7db75d067b9ef82644b68',2,'requested','','180f6754fbcdf3463266','a6f2b5e31b12fc17','original, image/jpeg');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c5b97c2e51cc5edf8eb4f8d64','2026-11-27 02:37:25.132000','5c038e9b172a29d689f7db75d067b9ef82644b68',2,'stored','main','180f6754fbcdf3463266','a6f2b5e31b12fc17','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c5b983e9c7a334943f2334898','2026-11-27 02:37:25.132000','5c038e9b172a29d689f7db75d067b9ef82644b68',2,'stored','backup','180f6754fbcdf3463266','a6f2b5e31b12fc17','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c5b98a6733e341a1fa57fc77e','2026-11-27 02:37:25.132000','5c038e9b172a29d689f7db75d067b9ef82644b68',2,'kept','','180f6754fbcdf3463266','a6f2b5e31b12fc17','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c67688cb9b50bbd7c1625995b','2026-11-27 02:37:25.256000','5dea6719daee6dd52802f6c3fd57b21b6c7f6ecf',3,'requested','','180f6754fbcdf3463266','af3212ea57170753','original, image/jpeg');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c6769bbbe0755d7d80c3d9821','2026-11-27 02:37:25.331000','5dea6719daee6dd52802f6c3fd57b21b6c7f6ecf',3,'stored','main','180f6754fbcdf3463266','af3212ea57170753','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c676a4a12140a501be6f09ef6','2026-11-27 02:37:25.331000','5dea6719daee6dd52802f6c3fd57b21b6c7f6ecf',3,'stored','backup','180f6754fbcdf3463266','af3212ea57170753','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c676aa95405a0a6ba5b138e58','2026-11-27 02:37:25.331000','5dea6719daee6dd52802f6c3fd57b21b6c7f6ecf',3,'kept','','180f6754fbcdf3463266','af3212ea57170753','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c6e2f93c56cb75f31516db3e6','2026-11-27 02:37:25.407000','e06f3cf11f4a52ebaba9f57d1fab4dbfc1dd60c6',4,'requested','','180f6754fbcdf3463266','995d59057ddfb951','original, image/jpeg');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c6e30488f3de86c42d9ffb56d','2026-11-27 02:37:25.444000','e06f3cf11f4a52ebaba9f57d1fab4dbfc1dd60c6',4,'stored','main','180f6754fbcdf3463266','995d59057ddfb951','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c6e31d396c9df4c30a8d33c77','2026-11-27 02:37:25.444000','e06f3cf11f4a52ebaba9f57d1fab4dbfc1dd60c6',4,'stored','backup','180f6754fbcdf3463266','995d59057ddfb951','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c6e320d9cbc2b25c18e79c834','2026-11-27 02:37:25.444000','e06f3cf11f4a52ebaba9f57d1fab4dbfc1dd60c6',4,'kept','','180f6754fbcdf3463266','995d59057ddfb951','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c72123a88458881357e523ce5','2026-11-27 02:37:25.489000','55f4635d25749d3210d5616a7a28c5e6c87a135d',5,'requested','','180f6754fbcdf3463266','2c373979bc98ef9b','original, image/jpeg');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c7212f8418b59efb01dd3a882','2026-11-27 02:37:25.509000','55f4635d25749d3210d5616a7a28c5e6c87a135d',5,'stored','main','180f6754fbcdf3463266','2c373979bc98ef9b','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c721343f975155cada18ff673','2026-11-27 02:37:25.509000','55f4635d25749d3210d5616a7a28c5e6c87a135d',5,'stored','backup','180f6754fbcdf3463266','2c373979bc98ef9b','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c72137deb1b2c531a1e4864b5','2026-11-27 02:37:25.509000','55f4635d25749d3210d5616a7a28c5e6c87a135d',5,'kept','','180f6754fbcdf3463266','2c373979bc98ef9b','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c76bf67ea1c5d512af2b9e32d','2026-11-27 02:37:25.550000','23702739b938a63e136dddbc746cdf641fa8165a',6,'requested','','180f6754fbcdf3463266','cd31263ee7e9e7a7','original, image/jpeg');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c76c06557e60b90f40c9bffe2','2026-11-27 02:37:25.588000','23702739b938a63e136dddbc746cdf641fa8165a',6,'stored','main','180f6754fbcdf3463266','cd31263ee7e9e7a7','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c76c0cc6226a1b8dfe8b25d57','2026-11-27 02:37:25.588000','23702739b938a63e136dddbc746cdf641fa8165a',6,'stored','backup','180f6754fbcdf3463266','cd31263ee7e9e7a7','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c76c116e8d4d41152f5249c67','2026-11-27 02:37:25.588000','23702739b938a63e136dddbc746cdf641fa8165a',6,'kept','','180f6754fbcdf3463266','cd31263ee7e9e7a7','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c9a28b1366d3c00df2eb57302','2026-11-27 02:37:26.084000','1b1dadd89be007a7a3899d29aa613f1c04a40d03',7,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c9a29f0d8e9f2c92f536932f7','2026-11-27 02:37:26.182000','1b1dadd89be007a7a3899d29aa613f1c04a40d03',7,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c9a2a45a289d8067394143c56','2026-11-27 02:37:26.182000','1b1dadd89be007a7a3899d29aa613f1c04a40d03',7,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c9a2a8457f2bd0d9d6fb7a964','2026-11-27 02:37:26.182000','1b1dadd89be007a7a3899d29aa613f1c04a40d03',7,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c9a2ae45be3364a22e0f046a5','2026-11-27 02:37:26.084000','6d9e61cf524ee6af8d30721bcc56f1252eaa0501',8,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c9a2b24fa47a027a12e43da95','2026-11-27 02:37:26.182000','6d9e61cf524ee6af8d30721bcc56f1252eaa0501',8,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c9a2b52d5050fd03ea553a588','2026-11-27 02:37:26.182000','6d9e61cf524ee6af8d30721bcc56f1252eaa0501',8,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c9a2b87a36040fd2f141c8735','2026-11-27 02:37:26.182000','6d9e61cf524ee6af8d30721bcc56f1252eaa0501',8,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c9a2bbc53ac8de724d14e4e42','2026-11-27 02:37:26.084000','701f10d68fdc48baa4bb1de012b5e226929e01a8',9,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c9a2be4fbc3a0458438641697','2026-11-27 02:37:26.182000','701f10d68fdc48baa4bb1de012b5e226929e01a8',9,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c9a2c1004ad4c43273a0d5dc5','2026-11-27 02:37:26.182000','701f10d68fdc48baa4bb1de012b5e226929e01a8',9,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66c9a2c39314de4b1473dcd6514','2026-11-27 02:37:26.182000','701f10d68fdc48baa4bb1de012b5e226929e01a8',9,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cad85697c13e5e52737bdb145','2026-11-27 02:37:26.462000','a3731f4ee575adbe78b10d485b9ef921c3016e42',10,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cad86da970514f705343f5c52','2026-11-27 02:37:26.507000','a3731f4ee575adbe78b10d485b9ef921c3016e42',10,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cad8761c7fac44210209a8006','2026-11-27 02:37:26.507000','a3731f4ee575adbe78b10d485b9ef921c3016e42',10,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cad87bd456c42099fe51b388a','2026-11-27 02:37:26.507000','a3731f4ee575adbe78b10d485b9ef921c3016e42',10,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cad880e266ea573c0abace79c','2026-11-27 02:37:26.462000','6c17c28f1509bf8424c3960073aabb21df2cd966',11,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cad885efa98b65a5a766ad9fb','2026-11-27 02:37:26.507000','6c17c28f1509bf8424c3960073aabb21df2cd966',11,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cad88a183eed0b3bc1553bf7d','2026-11-27 02:37:26.507000','6c17c28f1509bf8424c3960073aabb21df2cd966',11,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cad88ea5c9e23409491dac181','2026-11-27 02:37:26.507000','6c17c28f1509bf8424c3960073aabb21df2cd966',11,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cad89342acc476cd8da2c511b','2026-11-27 02:37:26.462000','3c931772539db46aeb51f3c467802211fd68f72f',12,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cad896a99a4f98bd42c8400d1','2026-11-27 02:37:26.507000','3c931772539db46aeb51f3c467802211fd68f72f',12,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cad89a9e1eea39e4b307d7c6a','2026-11-27 02:37:26.507000','3c931772539db46aeb51f3c467802211fd68f72f',12,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cad89ea9ae7586105fe58b2e0','2026-11-27 02:37:26.507000','3c931772539db46aeb51f3c467802211fd68f72f',12,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc030372a6dc5504568a2da5c','2026-11-27 02:37:26.759000','208782253abff87bbc80a43d88c58685396d7c9e',13,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc03192a1d20950a97f6ea5ab','2026-11-27 02:37:26.820000','208782253abff87bbc80a43d88c58685396d7c9e',13,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc0320f1c6b9e6089e71af027','2026-11-27 02:37:26.820000','208782253abff87bbc80a43d88c58685396d7c9e',13,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc03266aa0f745ae7446f123f','2026-11-27 02:37:26.820000','208782253abff87bbc80a43d88c58685396d7c9e',13,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc032b5eaeec2618889ca007e','2026-11-27 02:37:26.759000','005adc0a51ce1ca7b0774212fa8184fbbc61c118',14,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc032ef21a3a9a1a0a8e79fbe','2026-11-27 02:37:26.820000','005adc0a51ce1ca7b0774212fa8184fbbc61c118',14,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc0332ac85eff0ad750b7fb28','2026-11-27 02:37:26.820000','005adc0a51ce1ca7b0774212fa8184fbbc61c118',14,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc0336a48402ccbfedd5c41e8','2026-11-27 02:37:26.820000','005adc0a51ce1ca7b0774212fa8184fbbc61c118',14,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc033a6d8cb94f276a6d5f9e4','2026-11-27 02:37:26.759000','2710fb571e602ddd50f78ac9afaca6ff06756382',15,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc033dc52601344fd41632f09','2026-11-27 02:37:26.820000','2710fb571e602ddd50f78ac9afaca6ff06756382',15,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc03412223b923c9d5163d16e','2026-11-27 02:37:26.820000','2710fb571e602ddd50f78ac9afaca6ff06756382',15,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc03450cc3238a795d041a649','2026-11-27 02:37:26.820000','2710fb571e602ddd50f78ac9afaca6ff06756382',15,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc8e3f427040aaaa024ade14d','2026-11-27 02:37:26.894000','665255d7878d780c151b3a895f98dc7275ef2565',16,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc8e564d874c0410058df3274','2026-11-27 02:37:26.966000','665255d7878d780c151b3a895f98dc7275ef2565',16,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc8e5e7bd46a4ef4623312899','2026-11-27 02:37:26.966000','665255d7878d780c151b3a895f98dc7275ef2565',16,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc8e6378de38ae50b5af45d55','2026-11-27 02:37:26.966000','665255d7878d780c151b3a895f98dc7275ef2565',16,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc8e6878d46db5c68614fd875','2026-11-27 02:37:26.894000','f0c932d576b6de8476c0ef882a2e3e72757b28fb',17,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc8e6c1da112e8095151ce7a7','2026-11-27 02:37:26.966000','f0c932d576b6de8476c0ef882a2e3e72757b28fb',17,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc8e6f9e3c8ced2d83ec34e2b','2026-11-27 02:37:26.966000','f0c932d576b6de8476c0ef882a2e3e72757b28fb',17,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc8e7375909e3fdffad76ce3e','2026-11-27 02:37:26.966000','f0c932d576b6de8476c0ef882a2e3e72757b28fb',17,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc8e775fc34e11577cd8d846d','2026-11-27 02:37:26.894000','89e8a3e4271cb28566ce300b85c78ae310b26f7c',18,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc8e7ab701167f46829d3e8f2','2026-11-27 02:37:26.966000','89e8a3e4271cb28566ce300b85c78ae310b26f7c',18,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc8e7e7ec8b73d145db0e2434','2026-11-27 02:37:26.966000','89e8a3e4271cb28566ce300b85c78ae310b26f7c',18,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cc8e82803e7f58191b51206ae','2026-11-27 02:37:26.966000','89e8a3e4271cb28566ce300b85c78ae310b26f7c',18,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cd4dd37f4435327c2d96e2161','2026-11-27 02:37:27.085000','bf96dbd681b21ecbf1c195632a3ab8d011b1b6d5',19,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cd4dea0ab2898e0d56d52dbce','2026-11-27 02:37:27.167000','bf96dbd681b21ecbf1c195632a3ab8d011b1b6d5',19,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cd4df0c25fe93bc0016476d49','2026-11-27 02:37:27.167000','bf96dbd681b21ecbf1c195632a3ab8d011b1b6d5',19,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cd4df5d4e5955fd1a718ce660','2026-11-27 02:37:27.167000','bf96dbd681b21ecbf1c195632a3ab8d011b1b6d5',19,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cd4dfa52d7255f4b45c8dd979','2026-11-27 02:37:27.085000','ecdba956211e20582d86fd1304872a514e18ae0b',20,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cd4dfdd0d43d6650d424b43c6','2026-11-27 02:37:27.167000','ecdba956211e20582d86fd1304872a514e18ae0b',20,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cd4e014404196138c392a6bb4','2026-11-27 02:37:27.167000','ecdba956211e20582d86fd1304872a514e18ae0b',20,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cd4e04fb3be3702805c70a585','2026-11-27 02:37:27.167000','ecdba956211e20582d86fd1304872a514e18ae0b',20,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cd4e08afcdc21be0a568e4301','2026-11-27 02:37:27.085000','730862ec43ac73afe6430cbf8a190c836b080f7a',21,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cd4e0ba87d46f144865506c21','2026-11-27 02:37:27.167000','730862ec43ac73afe6430cbf8a190c836b080f7a',21,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cd4e0f3db0e4b951a9e25309a','2026-11-27 02:37:27.167000','730862ec43ac73afe6430cbf8a190c836b080f7a',21,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cd4e131871db25aae0d23a6b0','2026-11-27 02:37:27.167000','730862ec43ac73afe6430cbf8a190c836b080f7a',21,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cdd17d0fa7ea17357fd6c0dac','2026-11-27 02:37:27.252000','e3c990b8ba008b57ee28ae8ec014a243d8f52f3d',22,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cdd19409c3254990f494339e9','2026-11-27 02:37:27.305000','e3c990b8ba008b57ee28ae8ec014a243d8f52f3d',22,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cdd19b42d63224f0f02941fd7','2026-11-27 02:37:27.305000','e3c990b8ba008b57ee28ae8ec014a243d8f52f3d',22,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cdd1a0384258ea424e6b43e2a','2026-11-27 02:37:27.305000','e3c990b8ba008b57ee28ae8ec014a243d8f52f3d',22,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cdd1a45fd851fdb446d0364e6','2026-11-27 02:37:27.252000','5f5abc13c699ec1149575abdcfd4eddc7e0dec59',23,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cdd1a7e256861b612ca995817','2026-11-27 02:37:27.305000','5f5abc13c699ec1149575abdcfd4eddc7e0dec59',23,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cdd1ab47a7d9621fac0005091','2026-11-27 02:37:27.305000','5f5abc13c699ec1149575abdcfd4eddc7e0dec59',23,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cdd1af3f6c8b10b7ae5a57c63','2026-11-27 02:37:27.305000','5f5abc13c699ec1149575abdcfd4eddc7e0dec59',23,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cdd1b32cfdbbb44687a351a96','2026-11-27 02:37:27.252000','025367ba4056625f80de55c76bb28053ce74640e',24,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cdd1b6d1472159c6b3db434d8','2026-11-27 02:37:27.305000','025367ba4056625f80de55c76bb28053ce74640e',24,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cdd1ba4ecc506be84f17bc258','2026-11-27 02:37:27.305000','025367ba4056625f80de55c76bb28053ce74640e',24,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66cdd1bdb48148f782ac075272d','2026-11-27 02:37:27.305000','025367ba4056625f80de55c76bb28053ce74640e',24,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc66ce073b5ea3c8e3cbac3165be1','2026-11-27 02:37:27.361000','2da71ec562ffa7909b3a75dafb3fa9d4b6664b18',1,'damage found','backup','-','-','missing');
INSERT INTO `storage_fileevent` VALUES ('18ebc66ce0750f47c8283840b67c57c9','2026-11-27 02:37:27.361000','2da71ec562ffa7909b3a75dafb3fa9d4b6664b18',1,'served from backup','main','-','-','');
/*!40000 ALTER TABLE `storage_fileevent` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `storage_restoration`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `storage_restoration` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `made_at` datetime(6) NOT NULL,
  `restored_at` datetime(6) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `storage_restoration` WRITE;
/*!40000 ALTER TABLE `storage_restoration` DISABLE KEYS */;
/*!40000 ALTER TABLE `storage_restoration` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `storage_storedfile`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `storage_storedfile` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `key` varchar(40) NOT NULL,
  `kind` varchar(10) NOT NULL,
  `state` varchar(9) NOT NULL,
  `content_type` varchar(40) NOT NULL,
  `size` bigint(20) unsigned NOT NULL CHECK (`size` >= 0),
  `sha256` varchar(64) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `delete_requested_at` datetime(6) DEFAULT NULL,
  `family_id` bigint(20) NOT NULL,
  `key_id` varchar(16) NOT NULL,
  `places` varchar(100) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`),
  UNIQUE KEY `key` (`key`),
  KEY `files_by_state` (`state`,`created_at`),
  KEY `files_by_encryption_key` (`key_id`,`id`),
  KEY `files_by_sha256` (`sha256`),
  KEY `files_by_places` (`family_id`,`kind`,`state`,`places`),
  CONSTRAINT `storage_storedfile_family_id_74c0f5e3_fk_accounts_family_id` FOREIGN KEY (`family_id`) REFERENCES `accounts_family` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=27 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `storage_storedfile` WRITE;
/*!40000 ALTER TABLE `storage_storedfile` DISABLE KEYS */;
INSERT INTO `storage_storedfile` VALUES (1,'2da71ec562ffa7909b3a75dafb3fa9d4b6664b18','original','stored','image/jpeg',8555,'67d7d356929300acced4bdb14fcd109116da6e2429aada97cc25dcc73cecb484','2026-11-27 02:37:24.873000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (2,'5c038e9b172a29d689f7db75d067b9ef82644b68','original','stored','image/jpeg',8475,'acf770f76c5775a9861f99f35ef2f0bb11550995beaa62f387e4b49a52614038','2026-11-27 02:37:25.094000',NULL,1,'0c348f5759997b37','main,backup!');
INSERT INTO `storage_storedfile` VALUES (3,'5dea6719daee6dd52802f6c3fd57b21b6c7f6ecf','original','stored','image/jpeg',8552,'4ce3ebf789d615f952709f1ca87bc5b0e617b154db74e44054592cf25b27e3a4','2026-11-27 02:37:25.256000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (4,'e06f3cf11f4a52ebaba9f57d1fab4dbfc1dd60c6','original','stored','image/jpeg',1151,'108dd49977f0d9e5a943e7ec49a1aff7f1efc134eeb263ac8ba9f90c28906279','2026-11-27 02:37:25.407000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (5,'55f4635d25749d3210d5616a7a28c5e6c87a135d','original','stored','image/jpeg',1113,'1c2c9752830afe9e44c039d926b2c6f8afa6f6d642e7d5bf167467f004f53560','2026-11-27 02:37:25.489000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (6,'23702739b938a63e136dddbc746cdf641fa8165a','original','stored','image/jpeg',1171,'7f74bb8f2c6ce47d44629d9de5bac85080982334792aea7872b2cb34f45cf186','2026-11-27 02:37:25.550000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (7,'1b1dadd89be007a7a3899d29aa613f1c04a40d03','derivative','stored','image/webp',3200,'8c4e385c3bbcc92a58f0a5ffadb5690a85773cea426488f1fba65a6b80e15d54','2026-11-27 02:37:26.084000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (8,'6d9e61cf524ee6af8d30721bcc56f1252eaa0501','derivative','stored','image/webp',3200,'8c4e385c3bbcc92a58f0a5ffadb5690a85773cea426488f1fba65a6b80e15d54','2026-11-27 02:37:26.084000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (9,'701f10d68fdc48baa4bb1de012b5e226929e01a8','derivative','stored','image/webp',2870,'70fc802452f74876b7fbdfafcb6db3863e84ad28c14e4135a107a4a5136d30a8','2026-11-27 02:37:26.084000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (10,'a3731f4ee575adbe78b10d485b9ef921c3016e42','derivative','stored','image/webp',3054,'810f7bcf4168088abdeb371f5085843545b4542598d1fdf326273b3f36340876','2026-11-27 02:37:26.462000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (11,'6c17c28f1509bf8424c3960073aabb21df2cd966','derivative','stored','image/webp',3054,'810f7bcf4168088abdeb371f5085843545b4542598d1fdf326273b3f36340876','2026-11-27 02:37:26.462000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (12,'3c931772539db46aeb51f3c467802211fd68f72f','derivative','stored','image/webp',2756,'d2ab7ef18070b5deb9293b93d13a702d13ab039d68509db4344bac96dc1a146f','2026-11-27 02:37:26.462000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (13,'208782253abff87bbc80a43d88c58685396d7c9e','derivative','stored','image/webp',3172,'142c185f32d2d0b0b4c5a9121836ef7744d5d058e2ed924b75f48af2d6b44683','2026-11-27 02:37:26.759000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (14,'005adc0a51ce1ca7b0774212fa8184fbbc61c118','derivative','stored','image/webp',3172,'142c185f32d2d0b0b4c5a9121836ef7744d5d058e2ed924b75f48af2d6b44683','2026-11-27 02:37:26.759000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (15,'2710fb571e602ddd50f78ac9afaca6ff06756382','derivative','stored','image/webp',2928,'28af660677923d3069134b6f5651c0255fcc531d11a4c7afbff33e99f3415873','2026-11-27 02:37:26.759000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (16,'665255d7878d780c151b3a895f98dc7275ef2565','derivative','stored','image/webp',328,'741f77b3e1889fc579c6e10de71e227fc9e1dbd8beb3e9da2267079aa5e5b4be','2026-11-27 02:37:26.894000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (17,'f0c932d576b6de8476c0ef882a2e3e72757b28fb','derivative','stored','image/webp',328,'741f77b3e1889fc579c6e10de71e227fc9e1dbd8beb3e9da2267079aa5e5b4be','2026-11-27 02:37:26.894000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (18,'89e8a3e4271cb28566ce300b85c78ae310b26f7c','derivative','stored','image/webp',328,'741f77b3e1889fc579c6e10de71e227fc9e1dbd8beb3e9da2267079aa5e5b4be','2026-11-27 02:37:26.894000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (19,'bf96dbd681b21ecbf1c195632a3ab8d011b1b6d5','derivative','stored','image/webp',342,'e207a6cce9bece27ea0a3fff6f1af8f48e977336a2f0932486e79cdc4265ad34','2026-11-27 02:37:27.085000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (20,'ecdba956211e20582d86fd1304872a514e18ae0b','derivative','stored','image/webp',342,'e207a6cce9bece27ea0a3fff6f1af8f48e977336a2f0932486e79cdc4265ad34','2026-11-27 02:37:27.085000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (21,'730862ec43ac73afe6430cbf8a190c836b080f7a','derivative','stored','image/webp',342,'e207a6cce9bece27ea0a3fff6f1af8f48e977336a2f0932486e79cdc4265ad34','2026-11-27 02:37:27.085000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (22,'e3c990b8ba008b57ee28ae8ec014a243d8f52f3d','derivative','stored','image/webp',352,'d94ad24b2ad7d1b1ae9f437b3ddcd14b585a89c9db349ba36f5cc8a4cb21dafa','2026-11-27 02:37:27.252000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (23,'5f5abc13c699ec1149575abdcfd4eddc7e0dec59','derivative','stored','image/webp',352,'d94ad24b2ad7d1b1ae9f437b3ddcd14b585a89c9db349ba36f5cc8a4cb21dafa','2026-11-27 02:37:27.252000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (24,'025367ba4056625f80de55c76bb28053ce74640e','derivative','stored','image/webp',352,'d94ad24b2ad7d1b1ae9f437b3ddcd14b585a89c9db349ba36f5cc8a4cb21dafa','2026-11-27 02:37:27.252000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (25,'9ea0da3b03139a900547ca5a54e954eefc7d8c1c','original','stored','image/jpeg',1180,'2207b98b983d4e1e3df2d5726e0d0bd4742e6d8fe78b3a402ecc661403404fa7','2026-11-27 02:37:28.774000',NULL,1,'0c348f5759997b37','main,backup');
INSERT INTO `storage_storedfile` VALUES (26,'9d3eae6de7628dcd2577e4d71cabd29e1be65992','original','stored','image/jpeg',1167,'139fe1608a3250ee45b3338794875ef053b1fb41211710e258cf230720f98832','2026-11-27 02:37:28.877000',NULL,1,'0c348f5759997b37','main,backup');
/*!40000 ALTER TABLE `storage_storedfile` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `storage_usage`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `storage_usage` (
  `family_id` bigint(20) NOT NULL,
  `used_bytes` bigint(20) NOT NULL,
  `limit_bytes` bigint(20) NOT NULL,
  `photos` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`family_id`),
  CONSTRAINT `storage_usage_family_id_6a839d1f_fk_accounts_family_id` FOREIGN KEY (`family_id`) REFERENCES `accounts_family` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `storage_usage` WRITE;
/*!40000 ALTER TABLE `storage_usage` DISABLE KEYS */;
INSERT INTO `storage_usage` VALUES (1,31364,10000000000,8);
/*!40000 ALTER TABLE `storage_usage` ENABLE KEYS */;
UNLOCK TABLES;
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;
/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

